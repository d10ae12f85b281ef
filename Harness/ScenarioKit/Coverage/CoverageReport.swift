/// What a set of scenarios claims, expects and provokes.
package struct CoverageReport: Sendable {
    /// One thing that can be covered, and the scenarios that do.
    package struct Row: Sendable, Hashable {
        /// `S45`, `rebased`, `cut`, `git push`.
        package let word: String
        /// Ids of scenarios.
        package let scenarios: [String]
    }

    /// Each state of the catalogue.
    package let states: [(entry: StateCatalogue.Entry, scenarios: [String])]
    /// Each outcome that an answer or a boot must have.
    package let outcomes: [Row]
    /// Each kind of fault.
    package let faults: [Row]
    /// Each place where something is held.
    package let gates: [Row]
    /// Claims of states that the catalogue does not have: scenario and id.
    package let unknown: [(scenario: String, state: String)]

    /// Looks through scenarios; each counts once, however many cells it has, and no draft does.
    package init(_ scenarios: [Scenario], catalogue: StateCatalogue) {
        var claims: [String: [String]] = [:]
        var outcomes: [String: [String]] = [:]
        var faults: [String: [String]] = [:]
        var gates: [String: [String]] = [:]
        var unknown: [(scenario: String, state: String)] = []
        for scenario in scenarios where !scenario.tags.contains(ScenarioDraft.tag) {
            for id in Set(scenario.state).sorted() {
                claims[id, default: []].append(scenario.id)
                if catalogue.entry(id) == nil { unknown.append((scenario.id, id)) }
            }
            let tally = CoverageTally(scenario)
            for word in tally.outcomes { outcomes[word, default: []].append(scenario.id) }
            for word in tally.faults { faults[word, default: []].append(scenario.id) }
            for word in tally.gates { gates[word, default: []].append(scenario.id) }
        }
        states = catalogue.entries.map { ($0, claims[$0.id, default: []]) }
        self.outcomes = Self.rows(Outcome.allCases.map(\.rawValue), outcomes)
        self.faults = Self.rows(CoverageTally.everyFault, faults)
        self.gates = Self.rows(CoverageTally.everyGate, gates)
        self.unknown = unknown
    }

    private static func rows(_ known: [String], _ found: [String: [String]]) -> [Row] {
        let more = found.keys.filter { !known.contains($0) }.sorted()
        return (known + more).map { Row(word: $0, scenarios: found[$0, default: []]) }
    }

    /// Required states that no scenario claims.
    package var missing: [StateCatalogue.Entry] {
        states.filter { $0.entry.isRequired && $0.scenarios.isEmpty }.map(\.entry)
    }

    /// Per cent of all states that a scenario claims.
    package var share: Double {
        guard !states.isEmpty else { return 0 }
        return 100 * Double(states.count { !$0.scenarios.isEmpty }) / Double(states.count)
    }

    /// Everything as JSON.
    package var json: String {
        func list(_ rows: [Row]) -> DataValue {
            .map(
                rows.map { row in
                    .init(name: row.word, value: .list(row.scenarios.map(DataValue.string)))
                })
        }
        let states = states.map { state in
            DataValue.map([
                .init(name: "id", value: .string(state.entry.id)),
                .init(name: "state", value: .string(state.entry.title)),
                .init(name: "required", value: .boolean(state.entry.isRequired)),
                .init(name: "scenarios", value: .list(state.scenarios.map(DataValue.string))),
            ])
        }
        return JSONText.write(
            .map([
                .init(name: "share", value: .number(share)),
                .init(name: "states", value: .list(states)),
                .init(name: "outcomes", value: list(outcomes)),
                .init(name: "faults", value: list(faults)),
                .init(name: "gates", value: list(gates)),
            ]))
    }
}

extension CoverageReport: CustomStringConvertible {
    /// A table for people; what nothing covers is marked with `-`.
    package var description: String {
        var lines: [String] = []
        for (entry, scenarios) in states {
            let mark = scenarios.isEmpty ? (entry.isRequired ? "MISSING" : "-") : ""
            let id = entry.isRequired ? "\(entry.id)!" : entry.id
            lines.append("\(Self.pad(id, 6)) \(entry.title)")
            lines.append("       " + (mark.isEmpty ? Self.short(scenarios) : mark))
        }
        for (title, rows) in [("outcomes", outcomes), ("faults", faults), ("gates", gates)] {
            lines += ["", title]
            lines += rows.map { row in
                let told = row.scenarios.isEmpty ? "-" : "\(row.scenarios.count)"
                return "  \(Self.pad(row.word, 28)) \(told)"
            }
        }
        let covered = states.count { !$0.scenarios.isEmpty }
        lines.append("")
        lines.append("\(covered) of \(states.count) states, \(missing.count) required ones missing")
        lines += unknown.map { "\($0.scenario) claims \($0.state), which is no state" }
        return lines.joined(separator: "\n")
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func short(_ names: [String]) -> String {
        let shown = names.prefix(4).joined(separator: ", ")
        return names.count > 4 ? "\(shown) and \(names.count - 4) more" : shown
    }
}
