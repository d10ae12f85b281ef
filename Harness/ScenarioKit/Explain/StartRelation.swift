/// How a server's clone and its remote stand to each other when a scenario starts, and what a plain
/// reload would answer then.
package struct StartRelation: Sendable {
    /// What a reload would answer.
    package enum Prediction: Sendable, Hashable {
        /// This outcome, whatever the contents.
        case exactly(Outcome)
        /// One of these: the contents decide.
        case oneOf([Outcome])
        /// No prediction: the server starts without a clone.
        case unknown
    }

    private let local: CommitName?
    private let remote: CommitName?
    private let graph: CommitGraph
    private let names: (local: String, remote: String)
    private let reconciles: Bool

    /// Looks at the clone and remote of `server`; nil for a server without a remote.
    package init?(_ scenario: Scenario, server: ActorSpec) {
        guard let data = server.data, let origin = server.remote else { return nil }
        let branch = server.env["CFP_DATA_BRANCH"] ?? "main"
        let tips = scenario.history.graph.refs
        names = ("\(data):\(branch)", "\(origin):\(branch)")
        let wanted = names
        local = tips.first { $0.ref.description == wanted.local }?.commit
        remote = tips.first { $0.ref.description == wanted.remote }?.commit
        graph = scenario.history.graph
        reconciles = server.cluster != nil || server.env["CFP_DATA_DIVERGENCE"] == "reconcile"
    }

    /// Commits only the clone has, and only the remote has.
    package var counts: (ahead: Int, behind: Int) {
        let mine = local.map { graph.ancestors(of: $0) } ?? []
        let theirs = remote.map { graph.ancestors(of: $0) } ?? []
        return (mine.subtracting(theirs).count, theirs.subtracting(mine).count)
    }

    /// What a plain reload would answer, as long as the remote is there and its data is good.
    package var prediction: Prediction {
        guard let local else { return .unknown }
        guard let remote else { return .exactly(.remoteBranchMissing) }
        if local == remote { return .exactly(.inSync) }
        let mine = graph.ancestors(of: local)
        let theirs = graph.ancestors(of: remote)
        if theirs.contains(local) { return .exactly(.fastForwarded) }
        if mine.contains(remote) { return .exactly(.pushedAhead) }
        if mine.isDisjoint(with: theirs) { return .exactly(.unrelatedHistories) }
        return reconciles ? .oneOf([.rebased, .conflictEscaped]) : .exactly(.nonFastForward)
    }

    /// The relation and the prediction as text.
    var lines: [String] {
        let counts = counts
        let relation =
            switch (local, remote) {
            case (nil, nil): "neither \(names.local) nor \(names.remote) exists"
            case (nil, _): "\(names.local) does not exist yet"
            case (_, nil): "\(names.remote) does not exist"
            case (let mine?, let theirs?):
                "\(names.local) (\(mine)) is \(counts.ahead) ahead and \(counts.behind) behind "
                    + "\(names.remote) (\(theirs))"
            }
        let answer =
            switch prediction {
            case .exactly(let outcome): outcome.rawValue
            case .oneOf(let outcomes):
                outcomes.map(\.rawValue).joined(separator: " or ") + ", as the contents decide"
            case .unknown: "depends on what the server clones"
            }
        let policy = reconciles ? "reconcile" : "refuse"
        return ["  \(relation)", "  → \(answer) (policy \(policy))"]
    }
}
