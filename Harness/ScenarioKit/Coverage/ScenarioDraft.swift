/// The beginning of a scenario: it plays as it is, and says where to go on.
package struct ScenarioDraft: Sendable {
    /// The tag of a scenario that is not written yet: it covers nothing.
    package static let tag = "draft"

    private let id: String
    private let entry: StateCatalogue.Entry?

    /// Begins a scenario, about a state if one is given.
    package init(id: String, entry: StateCatalogue.Entry?) {
        self.id = id
        self.entry = entry
    }

    /// The file; `depth` is how many folders up the project's root is.
    package func text(depth: Int) -> String {
        let up = String(repeating: "../", count: depth)
        let presets = String(repeating: "../", count: depth - 1)
        let title = entry.map { $0.title.prefix(ScenarioLimits.title) } ?? "What holds, in one line"
        var lines = [
            "# yaml-language-server: $schema=\(up)Harness/scenario.schema.json",
            "scenario: \(id)", "title: \(JSONText.quote(String(title)))", "why: >-",
            "  The danger in a sentence or two; it is printed when the scenario fails.",
            "tags: [\(Self.tag)] # covers nothing until this tag is taken away",
        ]
        if let entry {
            lines.insert("# wanted: \(entry.wanted)", at: 1)
            lines.append("state: [\(entry.id)]")
        }
        return
            (lines + [
                "use: [\(presets.isEmpty ? "" : presets)presets/people.yaml]", "", "history:",
                "  graph: |", "    A---R1", "     \\", "      L1",
                "    A         origin:main local:main", "  commits:",
                "    L1: {by: api, set: {people/zoe.toml: {name: Zoe, slug: zoe}}}", "", "steps:",
                "  - start: api", "    expect: {boot: {outcome: in-sync}, served: A}",
                "  - advance: {ref: \"origin:main\", to: R1}", "  - reload: {commit: R1}",
                "    expect: {status: 200, outcome: fast-forwarded, new: R1}", "", "expect:",
                "  served: R1", "  refs: {\"local:main\": R1}",
            ]).joined(separator: "\n") + "\n"
    }
}
