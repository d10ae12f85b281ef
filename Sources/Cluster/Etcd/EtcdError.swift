import JSONModel

/// Why a call to etcd had no result.
package enum EtcdError: Error, Equatable, Sendable {
    /// No endpoint answered in time. What was asked for may have been done.
    case unavailable(String)
    /// What stood at an endpoint for long was given up: another call had failed there.
    case silent(endpoint: String)
    /// etcd said no, with gRPC's number of the reason.
    case refused(code: Int, message: String)
    /// The lease ran out or was revoked.
    case leaseGone
    /// The revisions that a watch wanted are compacted; this is the first one that is left.
    case compacted(revision: Int64)
    /// etcd is at this revision, before the one that a watch was told: it lost what it had, or was
    /// restored from an older state.
    case rewound(revision: Int64)
    /// What answers is not etcd, or another version of its gateway than is known here.
    case malformed(String)
    /// The task was cancelled.
    case cancelled

    package var message: String {
        switch self {
        case .unavailable(let why): "no etcd endpoint answered: \(why)"
        case .silent(let endpoint): "\(endpoint) does not answer any more"
        case .refused(let code, let message): "etcd refused (\(code)): \(message)"
        case .leaseGone: "the lease in etcd is gone"
        case .compacted(let revision): "etcd's history begins at revision \(revision)"
        case .rewound(let revision): "etcd is back at revision \(revision): it lost what it had"
        case .malformed(let what): "etcd's answer cannot be read: \(what)"
        case .cancelled: "stopping"
        }
    }
}

extension EtcdError {
    /// The reason from an answer that is no success: `{"error", "message", "code"}`.
    init(status: UInt, body: JSON?) {
        let code = body?["code"]?.number ?? 2
        let message = body?["message"]?.text ?? body?["error"]?.text ?? "status \(status)"
        self =
            switch code {
            case Self.notFound where message.contains("lease"): .leaseGone
            case Self.away, Self.deadline: .unavailable(message)
            default: .refused(code: Int(code), message: message)
            }
    }

    /// Of https://grpc.io/docs/guides/status-codes/
    static let deadline: Int64 = 4
    static let notFound: Int64 = 5
    static let away: Int64 = 14
    static let unauthenticated = 16
}
