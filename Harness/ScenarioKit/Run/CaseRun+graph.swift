/// The history a repository must show, compared with a drawing.
extension CaseRun {
    /// What a repository has: its commits with their parents, and the tips that were looked at.
    private struct Seen {
        var parents: [String: [String]] = [:]
        /// Branches by the name of the language; the one ref when one was named.
        var tips: [(ref: ActorRef, id: String)] = []
    }

    /// What differs between a drawing and what the repository has.
    ///
    /// Of an actor, all branches are looked at; of one ref, what it reaches. A drawn commit is
    /// known by its id, so what lies before it need not be drawn; what is before a replay must be.
    func graphMismatch(_ wanted: GraphExpectation) async throws -> Mismatch? {
        let seen = try await history(of: wanted.of)
        var names: [CommitName: String] = [:]
        var wrong: [String] = []
        for name in wanted.graph.topologicalOrder {
            let parents = wanted.graph.parents[name, default: []]
            guard let id = try await find(name, parents: parents.compactMap { names[$0] }, in: seen)
            else {
                wrong.append("\(name) is not there")
                continue
            }
            names[name] = id
            let before = seen.parents[id, default: []]
            let drawn = parents.compactMap { names[$0] }
            let mayBeCut = parents.isEmpty && !name.isReplay
            if !mayBeCut, drawn.count == parents.count, Set(before) != Set(drawn) {
                let found = before.map { world.book.describe($0) }.joined(separator: ", ")
                wrong.append("\(name) stands on \(found.isEmpty ? "nothing" : found)")
            }
        }
        wrong += extra(in: seen, beside: wanted.graph, names: names)
        wrong += try await refsWrong(wanted, seen: seen, names: names)
        guard !wrong.isEmpty else { return nil }
        return Mismatch(
            key: "graph.\(wanted.of)", wanted: "the history drawn",
            seen: ([wrong.joined(separator: "; ")] + picture(of: seen, names: names))
                .joined(separator: "\n        "))
    }

    private func history(of place: String) async throws -> Seen {
        var seen = Seen()
        if let ref = ActorRef(place) {
            let found = try await resolved(ref)
            for (name, id) in try await world.refs(of: ref.actor) where found.means(name) {
                seen.tips.append((ActorRef(actor: ref.actor, name: name), id))
            }
        } else {
            let heads = "refs/heads/"
            for (name, id) in try await world.refs(of: place).sorted(by: { $0.key < $1.key })
            where name.hasPrefix(heads) {
                let short = String(name.dropFirst(heads.count))
                seen.tips.append((ActorRef(actor: place, name: short), id))
            }
        }
        guard !seen.tips.isEmpty else { return seen }
        let actor = ActorRef(place)?.actor ?? place
        let list = try await world.git.must(
            ["rev-list", "--parents", "--max-count=\(ScenarioLimits.commits)"]
                + seen.tips.map(\.id), in: world.repository(of: actor))
        for line in list.lines {
            let ids = line.split(separator: " ").map(String.init)
            if let id = ids.first { seen.parents[id] = Array(ids.dropFirst()) }
        }
        return seen
    }

    /// The commit a drawn name stands for, among those there are. Of several replays that look
    /// alike the one on the drawn parents is meant.
    private func find(
        _ name: CommitName, parents: [String], in seen: Seen
    ) async throws -> String? {
        if let id = world.book.ids[name] { return seen.parents[id] == nil ? nil : id }
        guard name.isReplay else { return nil }
        var found: [String] = []
        for id in seen.parents.keys.sorted() where try await isReplay(id, of: name) {
            found.append(id)
        }
        return found.first { Set(seen.parents[$0, default: []]) == Set(parents) } ?? found.first
    }

    /// Commits that are there and neither drawn nor before a drawn one that begins the drawing.
    private func extra(
        in seen: Seen, beside graph: CommitGraph, names: [CommitName: String]
    ) -> [String] {
        let edges = graph.commits.filter { graph.parents[$0, default: []].isEmpty && !$0.isReplay }
        var known = Set(names.values)
        var stack = edges.compactMap { names[$0] }
        while let id = stack.popLast() {
            for parent in seen.parents[id, default: []] where known.insert(parent).inserted {
                stack.append(parent)
            }
        }
        return seen.parents.keys.filter { !known.contains($0) }.sorted().prefix(5)
            .map { "\(world.book.describe($0)) is not drawn" }
    }

    private func refsWrong(
        _ wanted: GraphExpectation, seen: Seen, names: [CommitName: String]
    ) async throws -> [String] {
        if seen.tips.isEmpty { return ["there is no such branch"] }
        if ActorRef(wanted.of) != nil, seen.tips.count > 1 { return ["more than one ref matches"] }
        var wrong: [String] = []
        for start in wanted.graph.refs {
            let ref = try await resolved(start.ref)
            let there = seen.tips.first { ref.means($0.ref.fullName) }?.id
            if there == nil || there != names[start.commit] {
                wrong.append("\(start.ref) is \(world.book.describe(there))")
            }
        }
        return wrong
    }

    /// What there is, drawn; commits without a name are `X1`, `X2` ….
    private func picture(of seen: Seen, names: [CommitName: String]) -> [String] {
        var words = Dictionary(names.map { ($0.value, $0.key) }) { first, _ in first }
        var strangers = 0
        for id in seen.parents.keys.sorted() where words[id] == nil {
            if let name = world.book.name(of: id).flatMap({ CommitName($0) }) {
                words[id] = name
                continue
            }
            strangers += 1
            words[id] = CommitName("X\(strangers)")
        }
        var graph = CommitGraph()
        for id in seen.parents.keys.sorted(by: { words[$0]?.text ?? "" < words[$1]?.text ?? "" }) {
            guard let name = words[id] else { continue }
            graph.commits.append(name)
            graph.parents[name] = seen.parents[id, default: []].compactMap { words[$0] }.sorted()
        }
        for tip in seen.tips {
            guard let name = words[tip.id] else { continue }
            graph.refs.append(.init(ref: tip.ref, commit: name, location: nil))
        }
        return GraphDrawing(graph).rows
    }
}
