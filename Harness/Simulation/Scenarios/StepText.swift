import Reconcile

/// The steps of a story in the language of scenarios.
struct StepText {
    private(set) var lines: [String] = []
    /// Trees that people commit: each is drawn as a commit without parents that the remote has.
    private(set) var contents: [RecordMap] = []
    private let names: Set<String>
    private var isBroken = false

    init(_ story: Story) {
        names = story.names
        for step in story.steps.dropFirst() { add(step) }
        if isBroken { lines.append("  - heal: network") }
    }

    private mutating func add(_ step: Story.Step) {
        if let point = step.crashPoint {
            lines.append("  - fault: {id: killer, in: api, point: \(point), do: kill}")
        }
        let background = step.crashPoint == nil ? "" : ", background: true"
        switch step.command {
        case .reload: request("reload", background.dropFirst(2), step)
        case .reconcile(let adoption):
            let adopt = adoption.map { "adopt: \($0.rawValue)" } ?? ""
            let words = adopt.isEmpty ? background.dropFirst(2) : Substring(adopt + background)
            request("reconcile", words, step)
        case .write: write(step, background)
        case .remoteCommit: commit(step, onto: "refs/heads/main")
        case .amend: commit(step, onto: "refs/heads/main~1")
        case .replaceHistory: commit(step, onto: nil)
        case .rewind where step.rewound > 0:
            git("origin", "update-ref, refs/heads/main, refs/heads/main~\(step.rewound)")
        case .deleteBranch:
            git("origin", "update-ref, -d, refs/heads/main")
        case .breakNetwork(let fault):
            if isBroken { lines.append("  - heal: network") }
            guard step.isMet else { break }
            let what = fault == .busy ? "respond: {status: 429}" : "refuse: connect"
            lines.append("  - fault: {id: network, in: origin, \(what)}")
        case .healNetwork where isBroken: lines.append("  - heal: network")
        case .restart: lines += ["  - stop: api", "  - start: api"]
        case .rewind, .foreignCommit, .advanceClock, .healNetwork: break
        }
        switch step.command {
        case .breakNetwork: isBroken = step.isMet
        case .healNetwork: isBroken = false
        default: break
        }
        if step.crashPoint != nil {
            lines += [
                "  - expect: {alive: false}", "    within: 20s", "  - heal: killer",
                "  - start: api",
            ]
        }
        lines += Self.settling(step.end)
    }

    private mutating func request(
        _ verb: String, _ words: Substring, _ step: Story.Step
    ) {
        lines.append("  - \(verb): {\(words)}")
        if let outcome = step.outcome, step.crashPoint == nil {
            lines.append("    expect: {outcome: \(outcome)}")
        }
    }

    private mutating func git(_ actor: String, _ arguments: String) {
        lines.append("  - git: {in: \(actor), args: [\(arguments)]}")
    }

    /// Somebody pushes a commit of exactly these records.
    private mutating func commit(_ step: Story.Step, onto parent: String?) {
        guard let made = step.made else { return }
        contents.append(made)
        let number = contents.count
        var arguments =
            "-c, user.name=Ed, -c, user.email=ed@example.invalid, "
            + "commit-tree, \"content/\(number)^{tree}\", -m, x\(number)"
        if let parent, !step.isRoot { arguments += ", -p, \"\(parent)\"" }
        git("origin", arguments)
        lines.append("    as: x\(number)")
        git("origin", "update-ref, refs/heads/main, $x\(number).output")
    }

    private mutating func write(_ step: Story.Step, _ background: String) {
        guard let (before, after) = step.write else { return }
        var operations: [(op: String, name: String, body: String?)] = []
        for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
            let body = after[name]?.fields.map(YAMLText.fields)
            operations.append((body == nil ? "delete" : "put", name, body))
        }
        if operations.count == 1, let only = operations.first {
            let path = "/api/sheets/people/\(YAMLText.escaped(only.name))"
            let body = only.body.map { ", body: \($0)" } ?? ""
            lines.append("  - write: {\(only.op): \(path)\(body)\(background)}")
        } else {
            let all = operations.map { item in
                let record = item.body.map { ", record: \($0)" } ?? ""
                let path = YAMLText.quoted(item.name)
                return "{op: \(item.op), sheet: people, path: \(path)\(record)}"
            }
            lines.append(
                "  - write: {post: /api/transactions, body: {operations: "
                    + "[\(all.joined(separator: ", "))]}\(background)}")
        }
        if step.crashPoint == nil { lines.append("    expect: {status: 200}") }
    }

    /// Waits until the push daemon has done what it does behind a step.
    static func settling(_ end: StoryState?) -> [String] {
        guard let end else { return [] }
        let pending = end.isOnRemote && end.push == "idle" ? ", pending: 0" : ""
        return ["  - expect: {push: {state: \(end.push)\(pending)}}", "    within: 10s"]
    }
}
