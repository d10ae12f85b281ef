import Foundation
import JSONModel

/// Statuses as servers tell them.
enum ServerStatus {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)
    static let commit = String(repeating: "ab12", count: 10)
    static let other = String(repeating: "cd34", count: 10)

    static func at(_ secondsAgo: Double) -> JSON {
        .string(now.addingTimeInterval(-secondsAgo).formatted(.iso8601))
    }

    /// A server on which all is well, but for `changes`.
    static func status(_ changes: KeyValuePairs<String, JSON> = [:]) -> JSON {
        var members: [JSON.Member] = [
            .init("servedCommit", .string(commit)), .init("servedSince", at(720)),
            .init("localCommit", .string(commit)), .init("remoteCommit", .string(commit)),
            .init("remoteIsServed", true), .init("branch", "main"), .init("generation", 1_204),
            .init("records", 12_345), .init("problems", .array([])), .init("problemCount", 0),
            .init("search", "ready"),
            .init("lag", .object(["localSeconds": 0, "remoteSeconds": 0])),
            .init("lastReload", run("reload", "fast-forwarded", ago: 720)),
            .init("lastReconcile", .null),
            .init("recent", .array([run("reload", "fast-forwarded", ago: 720)])),
            .init("pushDaemon", push("idle")), .init("hooks", .object(["jobs": .object([])])),
            .init("attention", .array([])), .init("conflicts", .array([])),
            .init("lock", .object(["waiting": 0])), .init("cluster", .null),
            .init(
                "sheets",
                .array([
                    .object(["name": "people", "records": 12_000]),
                    .object(["name": "projects", "records": 345]),
                ])),
        ]
        for (key, value) in changes {
            members = members.map { $0.key == key ? .init(key, value) : $0 }
        }
        return .object(members)
    }

    static func run(_ kind: String, _ outcome: String, ago: Double) -> JSON {
        .object([
            "kind": .string(kind), "at": at(ago), "outcome": .string(outcome), "ok": true,
            "durationMs": 43.94, "changedRecords": 3,
            "timings": .object(["fetchMs": 29.7, "decideMs": 0.01, "buildMs": 2.0, "swapMs": 11.8]),
        ])
    }

    static func refused(_ outcome: String, _ message: String, hint: String) -> JSON {
        .object([
            "kind": "reload", "at": at(30), "outcome": .string(outcome), "ok": false,
            "durationMs": 5,
            "error": .object([
                "code": .string(outcome), "message": .string(message), "hint": .string(hint),
            ]),
        ])
    }

    static func push(
        _ state: String, reason: JSON = .null, pending: Int64 = 0, error: String = "no route"
    ) -> JSON {
        .object([
            "running": true, "state": .string(state), "reason": reason, "lastPushAt": at(7_200),
            "lastError": .object(["message": .string(error)]), "pendingCommits": .count(pending),
            "currentBackoffMs": 8_000, "currentAttempt": 3,
        ])
    }

    static func attention(_ event: String, _ message: String, subject: String = "") -> JSON {
        .object([
            "event": .string(event), "subject": .string(subject), "message": .string(message),
            "hint": "do this", "since": at(300),
        ])
    }

    static func jobs(_ jobs: [JSON]) -> JSON { .object(["jobs": .array(jobs)]) }

    static func job(
        _ repository: String, _ state: String, code: JSON = 0, output: String = ""
    ) -> JSON {
        .object([
            "job": .string("\(repository)-1"), "repository": .string(repository),
            "state": .string(state), "at": at(90), "exitCode": code, "durationMs": 1_234,
            "output": .string(output),
        ])
    }
}
