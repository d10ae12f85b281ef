package import JSONModel

extension StatusReport {
    /// What of a status everybody may know: counts, times and words that public endpoints tell in
    /// other forms. No commit but the served one, no message, path, branch name of a conflict,
    /// repository of a job or address of a remote.
    package static func publicPart(of status: JSON) -> JSON {
        var members = kept(
            [
                "servedCommit", "servedSince", "remoteIsServed", "branch", "generation", "records",
                "problemCount", "search", "lag", "lock", "sheets",
            ], of: status)
        for key in ["lastReload", "lastReconcile"] {
            members.append(.init(key, status[key].map(publicRun) ?? .null))
        }
        members.append(.init("recent", .array(items("recent", of: status).map(publicRun))))
        members.append(.init("pushDaemon", status["pushDaemon"].map(publicPush) ?? .null))
        members.append(
            .init("attention", .array(items("attention", of: status).map(publicAttention))))
        members.append(.init("cluster", status["cluster"].map(publicCluster) ?? .null))
        members.append(.init("conflictCount", .count(items("conflicts", of: status).count)))
        return .object(members)
    }

    private static func publicRun(_ run: JSON) -> JSON {
        guard case .object = run else { return .null }
        return .object(
            kept(
                ["kind", "at", "outcome", "ok", "durationMs", "changedRecords", "timings"], of: run)
        )
    }

    private static func publicPush(_ push: JSON) -> JSON {
        guard case .object = push else { return .null }
        return .object(
            kept(
                [
                    "running", "state", "reason", "lastPushAt", "pendingCommits",
                    "currentBackoffMs", "currentAttempt",
                ], of: push))
    }

    /// Whether writes are taken, and no name or address of a node.
    private static func publicCluster(_ cluster: JSON) -> JSON {
        guard case .object = cluster else { return .null }
        let leads = cluster["writer"]?.text != nil
        return .object(
            kept(["role", "session"], of: cluster) + [
                .init("node", ""), .init("writer", leads ? "" : .null), .init("nodes", .array([])),
            ])
    }

    private static func publicAttention(_ one: JSON) -> JSON {
        let event = one["event"]?.text ?? ""
        let words = PublicWords.of(event)
        return .object(
            kept(["event", "since"], of: one) + [
                .init("message", .string(words.message)), .init("hint", .string(words.hint)),
            ])
    }

    private static func kept(_ keys: [String], of json: JSON) -> [JSON.Member] {
        keys.compactMap { key in json[key].map { JSON.Member(key, $0) } }
    }

    private static func items(_ key: String, of json: JSON) -> [JSON] {
        if case .array(let items)? = json[key] { items } else { [] }
    }
}
