import JSONModel
import Testing
import Webhooks

@Suite("Mutated deliveries") struct DeliveryMutationTests {
    static let body = Array(
        "{\"ref\":\"refs/heads/main\",\"after\":\"\(Sample.gitHubTip)\",\"deleted\":false}".utf8)

    /// The same deliveries every time.
    static let seeds: [UInt64] = [0x5EED, 0xC0FFEE]

    /// 100 000 deliveries with something wrong: none is accepted, none ends the process.
    @Test(arguments: SignatureScheme.allCases, seeds)
    func areNeverAccepted(scheme: SignatureScheme, seed: UInt64) async throws {
        let delivery = try await Delivery.signed(scheme, Self.body)
        var mutator = Mutator(seed: seed)
        var tried = 0
        while tried < 10_000 {
            let mutant = mutator.mutant(of: delivery)
            guard !mutant.isEquivalent(to: delivery) else { continue }
            tried += 1
            if mutant.isAccepted() { Issue.record("accepted: \(mutant)") }
        }
        #expect(delivery.isAccepted())
    }

    /// Payloads damaged byte by byte: what is still JSON is read, and no crash and no other
    /// repository, branch or commit comes of it unless those very bytes were hit.
    @Test(arguments: Sample.pushes, seeds)
    func areReadWithoutACrash(sample: Sample, seed: UInt64) throws {
        let bytes = try sample.bytes
        var mutator = Mutator(seed: seed)
        var read = 0
        for _ in 0..<300 {
            let damaged = mutator.damaged(bytes)
            guard let body = try? JSON.parse(damaged) else { continue }
            read += 1
            guard case .pushes(let pushes) = sample.read(body) else { continue }
            let text = String(decoding: damaged, as: UTF8.self)
            for push in pushes where !text.contains("\\") {
                #expect(!push.repository.isEmpty && text.contains(push.branch))
                #expect([40, 64].contains(push.commit.utf8.count))
                #expect(text.lowercased().contains(push.commit))
            }
        }
        #expect(read > 20)
    }
}

extension Delivery {
    /// Whether it proves just what `other` proves, by the rules and not by accident.
    fileprivate func isEquivalent(to other: Delivery) -> Bool {
        let line = secret.hasSuffix("\n") ? secret.dropLast() : secret[...]
        let secrets = line.split(separator: ",").map(String.init)
        // Secret and token may have been damaged alike.
        if scheme == .gitlab { return secrets.contains(proof) }
        let plain = other.secret.hasPrefix("whsec_") ? String(other.secret.dropFirst(6)) : nil
        guard secrets.contains(where: { $0 == other.secret || $0 == plain }), body == other.body
        else { return false }
        guard scheme == .standardWebhooks else { return proof == other.proof }
        return id == other.id && time == other.time
            && proof.split(separator: " ").contains(other.proof[...])
    }
}
