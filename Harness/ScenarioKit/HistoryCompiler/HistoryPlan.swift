/// The history of one cell, ready to be imported by `git fast-import` into a pool repository, with
/// what checkers want to know about each commit. The same scenario gives the same ids everywhere.
package struct HistoryPlan: Sendable {
    /// Commits, parents first; also the order of their marks and dates.
    package let names: [CommitName]
    /// Refs that exist when the scenario starts: actor → full ref name → commit.
    package let refs: [String: [String: CommitName]]
    /// Signature headers that have to be added after the import, by commit.
    package let signatures: [CommitName: String]
    let history: History
    private let summaries: [CommitName: CommitSummary]
    private let identities: [String: String]

    /// Compiles the history of a cell; throws when a commit cannot be made from its parents.
    package init(_ cell: ScenarioCell) throws(HistoryError) {
        try self.init(cell.scenario)
    }

    /// Compiles the history of a scenario, which is the same in all its cells.
    package init(_ scenario: Scenario) throws(HistoryError) {
        let history = scenario.history
        let order = history.graph.topologicalOrder
        guard order.count == history.graph.commits.count else {
            throw HistoryError(
                commit: nil, message: "a commit is its own ancestor", location: nil)
        }
        var identities: [String: String] = [:]
        for actor in scenario.actors { identities[actor.name] = actor.author }
        let writer = scenario.actors.first { $0.kind == .writer }?.author
        identities[""] = writer ?? "Editor <editor@example.invalid>"
        var summaries: [CommitName: CommitSummary] = [:]
        var signatures: [CommitName: String] = [:]
        let dates = Self.dates(history, order, from: scenario.clock.start)
        try HistoryWalk.run(history, order) { visit throws(HistoryError) in
            let spec = visit.spec
            let date = dates[visit.name] ?? scenario.clock.start
            let text = spec.message ?? visit.name.original.text
            summaries[visit.name] = CommitSummary(
                gen: visit.gen, records: visit.state.tree.recordCounts,
                author: identities[spec.by ?? ""] ?? identities["", default: ""], date: date,
                message: text.hasSuffix("\n") ? text : text + "\n")
            signatures[visit.name] = spec.gpgsig
            if let encoding = spec.encoding,
                MessageEncoding(encoding)?.bytes(text) == nil
            {
                throw HistoryError(
                    commit: visit.name, message: "the message cannot be written in \(encoding)",
                    location: spec.location)
            }
        }
        names = order
        self.history = history
        self.summaries = summaries
        self.signatures = signatures
        self.identities = identities
        refs = Self.refs(history.graph)
    }

    /// A minute a commit; a replay keeps the date of what it replays, as `git rebase` does.
    private static func dates(
        _ history: History, _ order: [CommitName], from start: UTCInstant
    ) -> [CommitName: UTCInstant] {
        var dates: [CommitName: UTCInstant] = [:]
        for (index, name) in order.enumerated() {
            let tick = start.advanced(by: 60 * Int64(index))
            dates[name] = date(history.commits[name]?.at, tick: tick)
        }
        for name in order where name.isReplay && history.commits[name] == nil {
            dates[name] = dates[name.original] ?? dates[name]
        }
        return dates
    }

    private static func date(_ at: CommitSpec.Date?, tick: UTCInstant) -> UTCInstant {
        switch at {
        case .absolute(let instant): instant
        case .offset(let seconds): tick.advanced(by: seconds)
        case nil: tick
        }
    }

    private static func refs(_ graph: CommitGraph) -> [String: [String: CommitName]] {
        var refs: [String: [String: CommitName]] = [:]
        for start in graph.refs {
            refs[start.ref.actor, default: [:]][start.ref.fullName] = start.commit
        }
        return refs
    }

    /// The ref every commit has in the pool: `refs/pool/A`.
    package static func poolRef(_ name: CommitName) -> String { "refs/pool/\(name)" }

    /// Parents in git's order; nil for a name the history does not have.
    package func parents(of name: CommitName) -> [CommitName]? { history.graph.parents[name] }

    /// The commit that follows in the drawing: the first drawn child whose first parent this is,
    /// else the first drawn child; nil at a tip.
    package func successor(of name: CommitName) -> CommitName? {
        let children = history.graph.commits.filter { parents(of: $0)?.contains(name) == true }
        return children.first { parents(of: $0)?.first == name } ?? children.first
    }

    /// What is known about a commit; nil for a name the history does not have.
    package func summary(of name: CommitName) -> CommitSummary? { summaries[name] }

    /// Names by commit id, from the file `fast-import --export-marks` wrote.
    package func names(fromMarks text: String) -> [CommitName: String] {
        var ids: [CommitName: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: " ")
            guard parts.count == 2, let mark = Int(parts[0].dropFirst()),
                names.indices.contains(mark - 1)
            else { continue }
            ids[names[mark - 1]] = String(parts[1])
        }
        return ids
    }

    /// The bytes of a text file at a commit; nil when there is none. Walks the history each time:
    /// meant for small histories.
    package func file(_ path: String, in name: CommitName) -> [UInt8]? {
        let wanted = history.graph.ancestors(of: name)
        var found: [UInt8]?
        do throws(HistoryError) {
            try HistoryWalk.run(history, names.filter(wanted.contains)) {
                visit throws(HistoryError) in
                if visit.name == name { found = visit.state.tree[path]?.text }
            }
        } catch {
            return nil
        }
        return found
    }

    /// The top-level fields of a record, named `people/jane`, at a commit; nil when there is none.
    package func record(_ path: String, in name: CommitName) -> [DataValue.Field]? {
        file("\(path).toml", in: name).map { TOMLText.fields(String(decoding: $0, as: UTF8.self)) }
    }
}
