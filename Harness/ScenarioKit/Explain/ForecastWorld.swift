/// One way things may stand when a step begins: which commit each ref points to. Contents are not
/// looked at, so that what depends on them is several worlds.
struct ForecastWorld: Hashable {
    /// The commit of each ref `actor:branch`; a ref that does not exist has none.
    var tips: [String: String] = [:]
    /// Refs that a step changed in a way nobody can foresee.
    var unknown: Set<String> = []
    /// The remote's commit when a server last agreed with it, by the server's ref.
    var accepted: [String: String] = [:]
    /// Parents of each commit, drawn or made by a step.
    private(set) var parents: [String: [String]] = [:]

    /// The refs a server works with, and how it treats a divergence.
    struct Sides: Hashable {
        let local: String
        let remote: String
        let reconciles: Bool
        /// The ref that keeps the remote's commit over restarts.
        let accepted: String
        var adopts: ReconcileVerb.Adoption?
    }

    /// What is answered, and how things stand then.
    struct Answer: Hashable {
        let outcome: Outcome
        let world: ForecastWorld
    }

    /// The start of a scenario.
    init(_ graph: CommitGraph) {
        for (name, above) in graph.parents { parents[name.text] = above.map(\.text) }
        for start in graph.refs { tips[start.ref.description] = start.commit.text }
    }

    /// A commit and all below it.
    func ancestors(of tip: String) -> Set<String> {
        var found: Set<String> = []
        var open = [tip]
        while let next = open.popLast() {
            if found.insert(next).inserted { open += parents[next, default: []] }
        }
        return found
    }

    /// How many commits only the clone has, and only the remote.
    func counts(_ sides: Sides) -> (ahead: Int, behind: Int) {
        let mine = tips[sides.local].map { ancestors(of: $0) } ?? []
        let theirs = tips[sides.remote].map { ancestors(of: $0) } ?? []
        return (mine.subtracting(theirs).count, theirs.subtracting(mine).count)
    }

    /// Whether the remote is known not to have a commit.
    func lacks(_ commit: String, _ sides: Sides) -> Bool {
        guard !unknown.contains(sides.remote), let theirs = tips[sides.remote] else { return false }
        return !ancestors(of: theirs).contains(commit)
    }

    /// Puts a new commit on a ref.
    mutating func commit(_ name: String, on ref: String) {
        parents[name] = tips[ref].map { [$0] } ?? []
        tips[ref] = name
    }

    /// As it is once what the clone has ahead was pushed; nil when there is nothing to push or it
    /// would be no fast-forward.
    func pushed(_ sides: Sides) -> ForecastWorld? {
        guard let mine = tips[sides.local], let theirs = tips[sides.remote], mine != theirs,
            ancestors(of: mine).contains(theirs)
        else { return nil }
        var world = self
        world.tips[sides.remote] = mine
        world.accepted[sides.local] = mine
        return world
    }

    /// Every answer a reload or reconcile may give; empty when nobody can foresee it.
    func answers(_ sides: Sides) -> [Answer] {
        guard unknown.isDisjoint(with: [sides.local, sides.remote]), let mine = tips[sides.local]
        else { return [] }
        guard let theirs = tips[sides.remote] else {
            return [Answer(outcome: .remoteBranchMissing, world: self)]
        }
        let below = (mine: ancestors(of: mine), theirs: ancestors(of: theirs))
        var world = self
        world.accepted[sides.local] = theirs
        let isUnrelated = below.mine.isDisjoint(with: below.theirs)
        if isUnrelated, sides.adopts == .remoteRewritten {
            return [Answer(outcome: .unrelatedHistories, world: self)]
        }
        let before = accepted[sides.local] ?? tips[sides.accepted]
        if let before, !below.theirs.contains(before) {
            guard sides.adopts != nil else {
                return [Answer(outcome: .remoteRewritten, world: self)]
            }
            return world.moved(below.mine.subtracting(ancestors(of: before)), sides, onto: theirs)
        }
        if mine == theirs { return [Answer(outcome: .inSync, world: world)] }
        if below.mine.contains(theirs) { return [Answer(outcome: .pushedAhead, world: world)] }
        if below.theirs.contains(mine) { return world.moved([], sides, onto: theirs) }
        if isUnrelated, sides.adopts == nil {
            return [Answer(outcome: .unrelatedHistories, world: self)]
        }
        guard sides.reconciles else { return [Answer(outcome: .nonFastForward, world: self)] }
        return world.moved(below.mine.subtracting(below.theirs), sides, onto: theirs)
    }

    /// The clone's branch goes to a commit, and some commits are replayed there or escape.
    private func moved(_ commits: Set<String>, _ sides: Sides, onto tip: String) -> [Answer] {
        var onto = self
        onto.tips[sides.local] = tip
        if commits.isEmpty { return [Answer(outcome: .fastForwarded, world: onto)] }
        return [
            Answer(outcome: .rebased, world: onto.replaying(commits, on: sides.local)),
            Answer(outcome: .conflictEscaped, world: onto),
        ]
    }

    /// With commits replayed on a ref, oldest first.
    private func replaying(_ commits: Set<String>, on ref: String) -> ForecastWorld {
        var world = self
        let order = commits.sorted { left, right in
            let depth = (ancestors(of: left).count, ancestors(of: right).count)
            return depth.0 == depth.1 ? left < right : depth.0 < depth.1
        }
        for name in order { world.commit("\(name)'", on: ref) }
        return world
    }
}
