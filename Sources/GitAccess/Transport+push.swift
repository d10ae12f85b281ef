import GitModel
import Logging

extension Transport {
    /// Brings branches of the remote to commits of `repository`, each only if the remote still has
    /// the expected value, and never anywhere but forward.
    ///
    /// Git forces a push whose lease holds, so the ancestry is proven here first: an order whose
    /// `expected` is not contained in its `source` is refused without a word to the remote.
    /// `atomic`: all or none. No hook, tag, signature, rewriting or default of the repository's
    /// configuration takes part. `timeout` bounds the whole call.
    package func push(
        _ orders: [PushOrder], to remote: String, from repository: String, atomic: Bool,
        timeout: Duration
    ) async -> PushResult {
        guard Set(orders.map(\.destination)).count == orders.count else {
            preconditionFailure("two orders for one branch: \(orders)")
        }
        var verdicts: [RefName: PushVerdict] = [:]
        do throws(GitError) {
            for order in try await backward(orders, in: repository) {
                let message = "refused here: \(order.source) does not contain the remote's commit"
                verdicts[order.destination] = .rejected(.nonFastForward, message: message)
            }
        } catch {
            return .failed(TransportFailure(error), retryAfter: nil)
        }
        let forward = orders.filter { verdicts[$0.destination] == nil }
        if atomic, forward.count < orders.count {
            for order in forward {
                verdicts[order.destination] = .rejected(.atomic, message: "a companion was refused")
            }
            return .answered(verdicts)
        }
        guard !forward.isEmpty else { return .answered(verdicts) }
        let result = await send(
            forward, to: remote, from: repository, atomic: atomic, timeout: timeout)
        guard case .answered(let told) = result else { return result }
        return .answered(verdicts.merging(told) { $1 })
    }

    /// The orders that would not move their branch forward. The repository is opened anew: it
    /// may be gone or damaged.
    private func backward(
        _ orders: [PushOrder], in path: String
    ) async throws(GitError) -> [PushOrder] {
        let repository = try GitRepository(at: path)
        var backward: [PushOrder] = []
        for order in orders {
            guard let expected = order.expected else { continue }
            if try await !repository.isAncestor(expected, of: order.source) {
                backward.append(order)
            }
        }
        return backward
    }

    private func send(
        _ orders: [PushOrder], to url: String, from repository: String, atomic: Bool,
        timeout: Duration
    ) async -> PushResult {
        let settings = [
            "color.ui=false", "push.negotiate=false", "push.pushOption=", "push.gpgSign=false",
        ]
        var arguments = settings.flatMap { ["-c", $0] }
        arguments += [
            "--git-dir=\(repository)", "push", "--porcelain", "--no-progress", "--no-verify",
            "--no-follow-tags", "--no-signed", "--recurse-submodules=no",
            "--no-force-if-includes", atomic ? "--atomic" : "--no-atomic",
        ]
        arguments += orders.map {
            "--force-with-lease=\($0.destination):\($0.expected?.hex ?? "")"
        }
        let specs = orders.map { "\($0.source):\($0.destination)" }
        let answer = await ask(url, timeout: timeout) { remote in
            arguments + ["--end-of-options", remote] + specs
        }
        let exit: GitExit
        switch answer {
        case .success(let end): exit = end
        case .failure(let failure): return .failed(failure, retryAfter: nil)
        }
        logger.debug("git push ended", metadata: ["ending": "\(exit.ending)"])
        return PushReport.make(exit, orders: orders, url: url, timeout: timeout)
    }
}
