import Foundation
import GitModel
import JSONModel
import Push

extension PushStatus {
    /// `pushDaemon` of `GET /api/_internal/status` (CONTRACT §3).
    var json: JSON {
        .object([
            "running": .bool(running), "state": .string(state.rawValue),
            "reason": .optional(reason?.rawValue),
            "lastPushAt": .optional(lastPushAt?.formatted(.iso8601)),
            "lastError": lastError.map {
                .object([
                    "message": .string($0.message), "at": .string($0.at.formatted(.iso8601)),
                    "attempt": .count($0.attempt), "reason": .string($0.reason.rawValue),
                ])
            } ?? .null,
            "pendingCommits": .count(pendingCommits),
            "currentBackoffMs": currentBackoff.map { .number($0.milliseconds) } ?? .null,
            "currentAttempt": .count(currentAttempt),
        ])
    }
}
