/// Why the remote could not be read, or what was read could not be kept.
package struct TransportFailure: Error, Hashable, Sendable {
    /// The words of `error.reason` in the API.
    package enum Reason: String, Hashable, Sendable {
        /// The connection broke, or the remote answered nonsense.
        case transport
        /// The deadline passed, or the transfer stood still.
        case timeout
        /// The remote wants other credentials, or is not who we think: a redirect to a stranger
        /// is not followed.
        case authentication
        /// There is no such host, port or repository.
        case unreachable
    }

    /// On which side the trouble is.
    package enum Side: Hashable, Sendable {
        case remote
        /// This machine: a held lock, a corrupt or read-only repository, no git program.
        case local
        /// This machine's disk or quota is full.
        case storageFull
    }

    package let reason: Reason
    package let side: Side
    /// Git's last meaningful lines, without credentials or control characters.
    package let message: String
    /// Of a push.
    package var arrival = PushArrival.never

    package init(reason: Reason, side: Side = .remote, message: String) {
        self.reason = reason
        self.side = side
        self.message = message
    }

    package var isStorageFull: Bool { side == .storageFull }
    package var isLocal: Bool { side != .remote }

    /// What git said that may come of objects lost here; nil when nothing does. Where it blames the
    /// remote, only the lines about objects that it had counted on.
    package var wordsOfLoss: String? {
        switch side {
        case .storageFull: return nil
        case .local: return message
        case .remote:
            let signs = [
                "could not read ", "did not receive expected object", "unable to read ",
                // What is missing is the base, and git does not name it.
                "unresolved delta",
            ]
            let lines = message.split(separator: "\n").filter { line in
                let text = line.lowercased()
                return !text.hasPrefix("remote:") && signs.contains { text.contains($0) }
            }
            return lines.isEmpty ? nil : lines.joined(separator: "\n")
        }
    }
}

extension TransportFailure {
    /// A failure of this machine's repository.
    init(_ error: GitError) {
        self.init(
            reason: .transport, side: error.isStorageFull ? .storageFull : .local,
            message: error.description)
    }
}
