/// A case as a scenario that the real server can be played with.
package struct ScenarioText: Sendable {
    /// Its name, and that of its file.
    package let name: String
    private let title: String
    private let why: String
    /// Where it comes from, one line each.
    private let origin: [String]
    private let played: SimulatedCase
    private let story: Story

    /// Nil when the language has no words for what happens in the case.
    package init?(
        _ played: SimulatedCase, _ result: CaseResult, name: String, title: String, why: String,
        origin: [String]
    ) {
        guard result.story.isTellable, !result.story.steps.isEmpty else { return nil }
        self.name = name
        self.title = title
        self.why = why
        self.origin = origin
        self.played = played
        story = result.story
    }

    /// What playing it reaches.
    package var marks: Set<Mark> { story.marks }

    /// The whole file.
    package var text: String {
        let body = StepText(story)
        var lines = ["# yaml-language-server: $schema=../../Harness/scenario.schema.json"]
        lines += origin.map { "# \($0)" }
        lines += [
            "scenario: \(name)", "title: \(YAMLText.quoted(title))",
            "why: \(YAMLText.quoted(why))", "tags: [generated]", "level: extended",
            "timeout: 120s", "",
        ]
        lines += actors + history(body.contents) + ["", "steps:"] + start + body.lines + end
        return lines.joined(separator: "\n") + "\n"
    }

    private var actors: [String] {
        let policy = played.reconcilesAlways ? "reconcile" : "refuse"
        return [
            "actors:", "  origin: {kind: remote, transport: http}",
            "  local: {kind: clone, of: origin, clone: bare}", "  api:", "    kind: server",
            "    data: local", "    remote: origin", "    env:",
            "      CFP_DATA_POLL_INTERVAL: \"0\"", "      CFP_DATA_DIVERGENCE: \(policy)",
            "      CFP_PUSH_BACKOFF_BASE: 50ms", "      CFP_PUSH_BACKOFF_CAP: 100ms",
            "",
        ]
    }

    // MARK: The drawing

    private func history(_ contents: [RecordMap]) -> [String] {
        var rows: [String] = []
        var commits: [String] = []
        func draw(_ states: [RecordMap], _ prefix: String, from before: RecordMap?) -> [String] {
            var before = before
            return states.enumerated().map { index, records in
                let name = "\(prefix)\(index + 1)"
                commits.append("    \(name): \(CommitText.change(from: before, to: records))")
                before = records
                return name
            }
        }
        let shared = draw(story.shared, "A", from: nil)
        let remote = draw(story.remote, "R", from: played.isUnrelated ? nil : story.shared.last)
        let local = draw(story.local, "L", from: story.shared.last)
        let (trunk, root) = played.isUnrelated ? (shared, remote) : (shared + remote, [])
        let first = trunk.joined(separator: "---")
        rows.append(first)
        if !local.isEmpty {
            let column = shared.dropLast().map { $0.count + 3 }.reduce(0, +)
            rows.append(String(repeating: " ", count: column + 1) + "\\")
            rows.append(
                String(repeating: " ", count: column + 2) + local.joined(separator: "---"))
        }
        if !root.isEmpty { rows.append(root.joined(separator: "---")) }
        let tips = (local.last ?? shared.last, remote.last ?? shared.last)
        if tips.0 == tips.1 {
            rows.append("\(tips.0 ?? "A1")   origin:main local:main")
        } else {
            rows.append("\(tips.0 ?? "A1")   local:main")
            rows.append("\(tips.1 ?? "A1")   origin:main")
        }
        for (index, content) in contents.enumerated() {
            let name = "X\(index + 1)"
            commits.append("    \(name): \(CommitText.change(from: nil, to: content))")
            rows.append("\(name)   origin:content/\(index + 1)")
        }
        return ["history:", "  graph: |"] + rows.map { "    \($0)" } + ["  commits:"] + commits
    }

    // MARK: The start and the end

    private var start: [String] {
        let tag =
            played.hasTagNamedLikeBranch
            ? ["  - git: {in: origin, args: [tag, main, refs/heads/main]}"] : []
        return tag + ["  - start: api"] + StepText.settling(story.steps[0].end)
    }

    private var end: [String] {
        guard let state = story.steps.last?.end else { return ["", "expect: {push: {forced: 0}}"] }
        var kept: [String] = []
        var value = "absent"
        if state.remoteConflictBranches > 0 {
            kept = [
                "  - git: {in: local, args: [rev-parse, \"--glob=refs/heads/conflicts/*\"]}",
                "    as: kept",
            ]
            value = "$kept.output"
        }
        return kept + [
            "", "expect:", "  record: \(CommitText.expected(state.local, beside: story.names))",
            "  refs: {\"origin:/^conflicts/\": \(value)}", "  push: {forced: 0}",
        ]
    }
}

extension Story {
    /// Every name a record ever had.
    var names: Set<String> {
        let maps =
            shared + local + remote + steps.compactMap { $0.end?.local } + steps.compactMap(\.made)
        return Set(maps.flatMap(\.keys))
    }
}
