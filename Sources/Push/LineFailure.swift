package import GitAccess

/// Why an attempt never came to a judgement by the remote.
package struct LineFailure: Hashable, Sendable {
    package let reason: PushReason
    /// Git's words, without credentials.
    package let message: String
    /// How long a busy remote asked to be left alone.
    package let retryAfter: Duration?
    /// The trouble is on this machine.
    package let isLocal: Bool
    /// Of a push.
    package let arrival: PushArrival

    package init(
        reason: PushReason, _ message: String, retryAfter: Duration? = nil, isLocal: Bool = false,
        arrival: PushArrival = .never
    ) {
        self.reason = reason
        self.message = message
        self.retryAfter = retryAfter
        self.isLocal = isLocal
        self.arrival = arrival
    }

    /// A failure of the network, or of this machine beside it.
    package init(_ failure: TransportFailure, retryAfter: Duration? = nil) {
        let reason: PushReason =
            switch failure.reason {
            case .authentication: .authentication
            case .timeout: .timeout
            case .unreachable: .unreachable
            case .transport: .unknown
            }
        self.init(
            reason: failure.isLocal ? .unknown : reason, failure.message, retryAfter: retryAfter,
            isLocal: failure.isLocal, arrival: failure.arrival)
    }

    /// A failure of this machine's repository.
    package init(_ error: GitError) {
        self.init(reason: .unknown, error.description, isLocal: true)
    }
}
