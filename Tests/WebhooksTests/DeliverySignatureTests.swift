import Testing
import Webhooks

@Suite("A delivery's signature") struct DeliverySignatureTests {
    /// Every sample that is read under a scheme, signed for it by programs that are not ours.
    @Test(arguments: Sample.all, Signer.allCases)
    func ofEveryForgeIsAcceptedWhenOthersMadeIt(sample: Sample, signer: Signer) async throws {
        let delivery = try await Delivery.signed(sample.scheme, sample.bytes, by: signer)
        #expect(delivery.isAccepted())
        let verifier = DeliveryVerifier(schemes: SignatureScheme.allCases)
        let others = sample.headers.filter { $0.name != "webhook-id" }
        let headers = DeliveryHeaders(delivery.fields + others)
        #expect(verifier.scheme(of: headers) == sample.scheme)
        let sets = ["other", nil, delivery.secret, "x," + delivery.secret].map {
            SecretSet(text: $0)
        }
        let verified = verifier.verified(
            headers, body: delivery.body, by: sets, now: Delivery.now)
        #expect(verified == [2, 3])
        #expect(sample.read(try sample.body) == sample.content)
    }

    static let small = Array("{\"ref\":\"refs/heads/main\"}".utf8)

    @Test(arguments: SignatureScheme.allCases)
    func isRefusedForEveryBodyThatDiffersInOneBit(scheme: SignatureScheme) async throws {
        let delivery = try await Delivery.signed(scheme, Self.small)
        #expect(delivery.isAccepted())
        for position in Self.small.indices {
            for bit in 0..<8 {
                var changed = delivery
                changed.body[position] ^= 1 << bit
                // GitLab's token is sent beside any body.
                #expect(changed.isAccepted() == (scheme == .gitlab), "\(position).\(bit)")
            }
        }
        for body in [Self.small + [0], [0] + Self.small, Array(Self.small.dropLast())] {
            var changed = delivery
            changed.body = body
            #expect(changed.isAccepted() == (scheme == .gitlab))
        }
    }

    @Test(arguments: SignatureScheme.allCases)
    func isRefusedForEveryProofThatDiffersInOneBit(scheme: SignatureScheme) async throws {
        let delivery = try await Delivery.signed(scheme, Self.small)
        for (place, text) in flips(of: delivery.proof) {
            var changed = delivery
            changed.proof = text
            #expect(!changed.isAccepted(), "\(place)")
        }
    }

    @Test(arguments: SignatureScheme.allCases)
    func isRefusedForEverySecretThatDiffersInOneBit(scheme: SignatureScheme) async throws {
        let delivery = try await Delivery.signed(scheme, Self.small)
        for (place, text) in flips(of: delivery.secret) {
            var changed = delivery
            changed.secret = text
            #expect(!changed.isAccepted(), "\(place)")
        }
    }

    @Test func isRefusedForEveryTimestampAndIDThatDiffersInOneBit() async throws {
        let delivery = try await Delivery.signed(.standardWebhooks, Self.small)
        for (place, text) in flips(of: delivery.time) {
            var changed = delivery
            changed.time = text
            // At its own time, so that it is not merely out of date.
            #expect(!changed.isAccepted(), "time, \(place)")
            if let now = Int64(text) { #expect(!changed.isAccepted(now: now), "\(place)") }
        }
        for (place, text) in flips(of: delivery.id) {
            var changed = delivery
            changed.id = text
            #expect(!changed.isAccepted(), "id, \(place)")
        }
    }

    @Test(arguments: SignatureScheme.allCases)
    func coversEveryPartOfALargeBody(scheme: SignatureScheme) async throws {
        let body = (0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        let delivery = try await Delivery.signed(scheme, body)
        #expect(delivery.isAccepted())
        guard scheme != .gitlab else { return }
        for position in [0, 1, 63, 64, 65_535, 65_536, 500_000, 1_000_001, 1_000_002] {
            var changed = delivery
            changed.body[position] ^= 1 << (position % 8)
            #expect(!changed.isAccepted(), "\(position)")
        }
    }

    @Test(arguments: SignatureScheme.allCases)
    func isNeverValidForAnEmptyBody(scheme: SignatureScheme) async throws {
        #expect(!(try await Delivery.signed(scheme, []).isAccepted()))
    }

    /// HMAC fills keys up with zeros: no key and a key of zeros sign alike, and for anybody.
    @Test(arguments: SignatureScheme.allCases)
    func isNeverValidForASecretThatEverybodyKnows(scheme: SignatureScheme) async throws {
        let empty =
            scheme == .gitlab
            ? ""
            : try await Signer.python.header(
                scheme, Self.small, secret: "")
        for secret in ["", ",", ",,\n", "\n", "\u{0}", "\u{0}\u{0},", "whsec_", "AA==", "AAAA"] {
            for prefix in ["", "whsec_"] {
                let delivery = Delivery(
                    scheme: scheme, secret: prefix + secret, body: Self.small, proof: empty)
                #expect(!delivery.isAccepted(), "\(prefix)\(secret)")
            }
        }
    }

    @Test(arguments: SignatureScheme.allCases, ["", " ", "sha256=", "v1,", "=", "\u{0}", ","])
    func isNeverValidWithoutContent(scheme: SignatureScheme, proof: String) {
        var delivery = Delivery(
            scheme: scheme, secret: Delivery.secret(for: scheme), body: Self.small, proof: proof)
        #expect(!delivery.isAccepted())
        delivery.secret = ""
        #expect(!delivery.isAccepted())
    }

    @Test(arguments: SignatureScheme.allCases)
    func hasOneFormOnly(scheme: SignatureScheme) async throws {
        let delivery = try await Delivery.signed(scheme, Self.small)
        let proof = delivery.proof
        let digits = proof.split(separator: "=").last.map(String.init) ?? proof
        var others = [
            proof.uppercased(), proof + "0", " " + proof, proof + "\n", String(proof.dropLast()),
            "\"\(proof)\"", "\(proof),\(proof)", "sha1=" + digits, "v1," + digits,
            "sha256:" + digits, "SHA256=" + digits, String(repeating: "0", count: 64),
        ]
        others += scheme == .gitea ? ["sha256=" + proof] : [digits].filter { $0 != proof }
        for other in others where other != proof {
            var changed = delivery
            changed.proof = other
            // Standard Webhooks separates signatures by spaces.
            let isList = scheme == .standardWebhooks && other == " " + proof
            #expect(changed.isAccepted() == isList, "\(other)")
        }
    }

    /// Every text that differs in one of the lower seven bits of a byte; the eighth makes no text.
    private func flips(of text: String) -> [(place: String, text: String)] {
        let bytes = Array(text.utf8)
        return bytes.indices.flatMap { position in
            (0..<7).map { bit in
                var changed = bytes
                changed[position] ^= 1 << bit
                return ("bit \(bit) of byte \(position)", String(decoding: changed, as: UTF8.self))
            }
        }
    }
}
