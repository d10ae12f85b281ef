/// A scenario as text: what a person would say it does. Runs nothing.
package struct ScenarioExplanation: Sendable, CustomStringConvertible {
    private let scenario: Scenario

    /// Explains a scenario with all its cells.
    package init(_ scenario: Scenario) { self.scenario = scenario }

    package var description: String {
        let sections = [head, history, prediction, steps, invariants].filter { !$0.isEmpty }
        return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
    }

    private var head: [String] {
        var lines = ["\(scenario.id): \(scenario.title)"]
        if let why = scenario.why {
            lines.append("  why: \(Self.oneLine(why))")
        }
        var facts = ["level \(scenario.level.rawValue)"]
        if !scenario.state.isEmpty {
            facts.append("states \(scenario.state.joined(separator: " "))")
        }
        facts.append("clock \(scenario.clock.mode.rawValue) from \(scenario.clock.start.rfc3339)")
        lines.append("  \(facts.joined(separator: ", "))")
        if !scenario.matrix.isEmpty {
            lines.append("  cells: \(scenario.cells.map(\.id).joined(separator: " "))")
        }
        if let xfail = scenario.xfail { lines.append("  known defect: \(xfail.because)") }
        return lines
    }

    private var history: [String] {
        let graph = scenario.history.graph
        guard !graph.commits.isEmpty else { return [] }
        var lines = ["history:"]
        // Drawn anew from what was read, not copied: it shows what the drawing means.
        lines += GraphDrawing(graph).rows.map { "    \($0)" }
        lines.append("  parents:")
        for name in graph.topologicalOrder {
            let parents = graph.parents[name, default: []].map(\.text)
            let shown = parents.isEmpty ? "(root)" : parents.joined(separator: " ")
            lines.append("    \(name): \(shown)\(Self.saying(scenario.history.commits[name]))")
        }
        if !graph.refs.isEmpty {
            lines.append("  at the start:")
            lines += graph.refs.map { "    \($0.ref) is \($0.commit)" }
        }
        if !pool.isEmpty {
            lines.append("  in the pool: \(pool.map(\.text).joined(separator: " "))")
        }
        return lines
    }

    /// Commits that no ref reaches when the scenario starts.
    private var pool: [CommitName] {
        let graph = scenario.history.graph
        let reached = graph.refs.reduce(into: Set<CommitName>()) {
            $0.formUnion(graph.ancestors(of: $1.commit))
        }
        return graph.commits.filter { !reached.contains($0) }
    }

    private static func saying(_ spec: CommitSpec?) -> String {
        guard let spec else { return "" }
        var parts: [String] = []
        if let by = spec.by { parts.append("by \(by)") }
        if let stamp = spec.stamp { parts.append("stamps \(stamp)") }
        parts += spec.records.map { "makes \($0.value) records of \($0.path)" }
        parts += spec.set.map { "sets \($0.path)" }
        parts += spec.patch.map { entry in
            "changes \(entry.value.map(\.name).joined(separator: ", ")) of \(entry.path)"
        }
        parts += spec.delete.map { "deletes \($0)" }
        parts += spec.move.map { "moves \($0.path) to \($0.value)" }
        if let blob = spec.blob { parts.append("adds \(blob.size.bytes) bytes \(blob.path)") }
        if spec.empty { parts.append("changes nothing") }
        return parts.isEmpty ? "" : "   \(parts.joined(separator: ", "))"
    }

    private var prediction: [String] {
        let lines = scenario.actors.filter { $0.kind == .server }
            .compactMap { StartRelation(scenario, server: $0) }
            .flatMap(\.lines)
        let start = lines.isEmpty ? [] : ["a plain reload at the start:"] + lines
        let forecasts = scenario.cells.flatMap { cell in
            let entries = Forecast(cell).entries.map { "  \($0.line)" }
            return entries.isEmpty || cell.values.isEmpty ? entries : ["  \(cell.id)"] + entries
        }
        let title = "predicted of commits alone, with good data and a remote that answers:"
        return start + (forecasts.isEmpty ? [] : [title] + forecasts)
    }

    private var steps: [String] {
        var lines = ["steps:"]
        var reader = StepNarrator()
        lines += reader.read(scenario.steps, indent: "  ")
        if let expect = scenario.expect {
            lines.append("at the end, with every fault healed:")
            lines += StepNarrator.expectation(expect).map { "  \($0)" }
        }
        if !scenario.finally.isEmpty {
            lines.append("whatever happened:")
            lines += reader.read(scenario.finally, indent: "  ")
        }
        return lines
    }

    private var invariants: [String] {
        var lines = ["invariants: \(active.joined(separator: " "))"]
        lines += scenario.relax.map { "  not \($0.invariant.rawValue): \($0.because)" }
        return lines
    }

    private var active: [String] {
        let relaxed = Set(scenario.relax.map(\.invariant))
        return Invariant.judged.filter { !relaxed.contains($0) }.map(\.rawValue)
    }

    /// The same as data.
    package var value: DataValue {
        func field(_ name: String, _ value: DataValue) -> DataValue.Field {
            .init(name: name, value: value)
        }
        func list(_ texts: [String]) -> DataValue { .list(texts.map(DataValue.string)) }
        let graph = scenario.history.graph
        let parents = graph.topologicalOrder.map { name in
            field(name.text, list(graph.parents[name, default: []].map(\.text)))
        }
        let refs = graph.refs.map { field($0.ref.description, .string($0.commit.text)) }
        return .map([
            field("scenario", .string(scenario.id)), field("title", .string(scenario.title)),
            field("level", .string(scenario.level.rawValue)), field("states", list(scenario.state)),
            field("cells", list(scenario.cells.map(\.id))),
            field("graph", list(GraphDrawing(graph).rows)), field("parents", .map(parents)),
            field("refs", .map(refs)), field("pool", list(pool.map(\.text))),
            field("predictions", .list(scenario.cells.flatMap(Self.predictions))),
            field("steps", list(steps)), field("invariants", list(active)),
            field(
                "relaxed",
                .map(scenario.relax.map { field($0.invariant.rawValue, .string($0.because)) })),
        ])
    }

    private static func predictions(_ cell: ScenarioCell) -> [DataValue] {
        Forecast(cell).entries.map { entry in
            let counts = [("ahead", entry.ahead), ("behind", entry.behind)].map { name, count in
                DataValue.Field(name: name, value: count.map { .integer(Int64($0)) } ?? .null)
            }
            return .map(
                [
                    .init(name: "case", value: .string(cell.id)),
                    .init(name: "line", value: .integer(Int64(entry.location.line))),
                    .init(name: "step", value: .string(entry.step)),
                    .init(
                        name: "outcomes",
                        value: .list(entry.outcomes.map { .string($0.rawValue) })),
                    .init(
                        name: "expected",
                        value: entry.expected.map { .string($0.rawValue) } ?? .null
                    ),
                ] + counts)
        }
    }

    /// Text on one line, blanks collapsed.
    static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
