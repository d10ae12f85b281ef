/// Builds the files of commits one after another, parents first, and forgets files no later commit
/// needs: a thousand commits over ten thousand records must not all be held.
struct HistoryWalk {
    /// One commit, ready to be looked at.
    struct Visit {
        let name: CommitName
        let spec: CommitSpec
        let gen: Int?
        let state: CommitState
        /// The first parent's files; nil for a root.
        let before: VirtualTree?
    }

    private let history: History
    private let order: [CommitName]
    private var trees: [CommitName: VirtualTree] = [:]
    private var gens: [CommitName: Int] = [:]
    /// How often the files of a commit are still needed.
    private var pending: [CommitName: Int] = [:]

    /// Walks `order`, which must hold every commit after its parents.
    static func run(
        _ history: History, _ order: [CommitName],
        visit: (Visit) throws(HistoryError) -> Void
    ) throws(HistoryError) {
        var walk = HistoryWalk(history, order)
        for name in order { try visit(try walk.step(name)) }
    }

    private init(_ history: History, _ order: [CommitName]) {
        self.history = history
        self.order = order
        for name in order {
            for parent in parents(name) { pending[parent, default: 0] += 1 }
            for base in bases(name) { pending[base, default: 0] += 1 }
        }
    }

    private func parents(_ name: CommitName) -> [CommitName] {
        history.graph.parents[name] ?? []
    }

    /// The common ancestor of the first parent and each other one; none for most commits.
    private func bases(_ name: CommitName) -> [CommitName] {
        let parents = parents(name)
        guard parents.count > 1 else { return [] }
        return parents.dropFirst().compactMap { base(parents[0], $0) }
    }

    private func base(_ left: CommitName, _ right: CommitName) -> CommitName? {
        let common = history.graph.ancestors(of: left)
            .intersection(history.graph.ancestors(of: right))
        return order.last { common.contains($0) }
    }

    private mutating func step(_ name: CommitName) throws(HistoryError) -> Visit {
        let parents = parents(name)
        let before = parents.first.map { trees[$0] ?? VirtualTree() }
        var state = CommitState(tree: before ?? VirtualTree())
        for other in parents.dropFirst() { join(other, of: parents[0], into: &state) }
        let original = name.original
        let spec =
            history.commits[name] ?? history.commits[original] ?? CommitSpec(name: name)
        let inherited = parents.first.flatMap { gens[$0] }
        let gen = spec.stamp ?? inherited ?? (spec.records.isEmpty ? nil : 1)
        gens[name] = gen
        let changes = CommitChanges(spec: spec, name: original, gen: gen)
        try changes.apply(to: &state, isMerge: parents.count > 1)
        release(parents + bases(name))
        if pending[name, default: 0] > 0 { trees[name] = state.tree }
        return Visit(name: name, spec: spec, gen: gen, state: state, before: before)
    }

    private mutating func release(_ names: [CommitName]) {
        for name in names {
            let left = pending[name, default: 0] - 1
            pending[name] = left
            if left <= 0 { trees[name] = nil }
        }
    }

    /// Takes from another parent every path it changed since the common ancestor, unless the first
    /// parent changed it too: then the first parent's stays, and `set` may say otherwise.
    private func join(
        _ other: CommitName, of first: CommitName, into state: inout CommitState
    ) {
        guard let theirs = trees[other] else { return }
        let common = base(first, other).flatMap { trees[$0] } ?? VirtualTree()
        for path in Set(theirs.files.keys).union(common.files.keys).sorted()
        where theirs[path] != common[path] && state.tree[path] == common[path] {
            if let file = theirs[path] {
                state.put(path, file)
            } else {
                _ = state.remove(path)
            }
        }
    }
}
