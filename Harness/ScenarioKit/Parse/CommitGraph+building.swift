extension CommitGraph {
    /// Adds a commit without parents unless it is there already.
    mutating func add(_ name: CommitName, at location: ScenarioLocation?) {
        guard parents[name] == nil else { return }
        parents[name] = []
        commits.append(name)
        locations[name] = location
    }

    /// Lets a ref start at a commit; a second, different start is an error.
    mutating func start(
        _ ref: ActorRef, at commit: CommitName, location: ScenarioLocation
    ) throws(Diagnostic) {
        if let other = refs.first(where: { $0.ref == ref }) {
            guard other.commit != commit else { return }
            throw Diagnostic(
                "'\(ref)' starts at \(other.commit) already", at: location)
        }
        refs.append(StartingRef(ref: ref, commit: commit, location: location))
    }

    /// Commits so that parents come first; among those that could be next, the one drawn first.
    /// Shorter than `commits` when there is a cycle.
    package var topologicalOrder: [CommitName] {
        var waiting: [CommitName: Int] = [:]
        var children: [CommitName: [CommitName]] = [:]
        for name in commits {
            waiting[name] = parents[name, default: []].count
            for parent in parents[name, default: []] { children[parent, default: []].append(name) }
        }
        let rank = Dictionary(uniqueKeysWithValues: zip(commits, commits.indices))
        var ready = commits.filter { waiting[$0] == 0 }.map { rank[$0, default: 0] }
        var order: [CommitName] = []
        var next = 0
        while next < ready.count {
            // `ready` stays sorted from `next` on, so that the order never depends on hashing.
            let name = commits[ready[next]]
            next += 1
            order.append(name)
            for child in children[name, default: []] {
                let left = waiting[child, default: 0] - 1
                waiting[child] = left
                guard left == 0 else { continue }
                let place = rank[child, default: 0]
                let index = ready[next...].firstIndex { $0 > place } ?? ready.endIndex
                ready.insert(place, at: index)
            }
        }
        return order
    }

    /// The commits of one cycle, each the parent of the one before; nil when there is none.
    var cycle: [CommitName]? {
        let good = Set(topologicalOrder)
        guard var name = commits.first(where: { !good.contains($0) }) else { return nil }
        var path: [CommitName] = []
        while !path.contains(name) {
            path.append(name)
            guard let parent = parents[name]?.first(where: { !good.contains($0) }) else {
                return nil
            }
            name = parent
        }
        return path.firstIndex(of: name).map { Array(path[$0...]) }
    }

    /// Every commit reachable from `name`, itself included.
    package func ancestors(of name: CommitName) -> Set<CommitName> {
        var seen: Set<CommitName> = []
        var stack = [name]
        while let next = stack.popLast() {
            if seen.insert(next).inserted { stack += parents[next] ?? [] }
        }
        return seen
    }
}
