/// The text of a recorded scenario.
struct RecordedScenario {
    let id: String
    var history: RecordedHistory
    /// Refs of both sides: `origin:main` and the commit.
    var refs: [(ref: String, commit: CommitName)]
    /// Lines below `local` that say what kind of clone it is.
    var config: [(key: String, value: String)]
    let objectFormat: String
    let branch: String
    /// Steps that bring back what is no history, one line each.
    var plants: [String]
    /// What the recording is, by number; damage only when a step brings it about.
    var states: [CatalogueState]
    let isRemoteDown: Bool
    var isAnonymous: Bool
    /// What the rehearsal answered.
    let outcome: Outcome
    let report: DataValue?
    /// Commits of ours that the answer lists as dropped.
    var dropped: [CommitName] = []
    /// Whether a reconcile brings the conflict branches that wait in the clone to the remote.
    var pushesWaiting = true
    /// What of the history is a guess, as comments.
    var guesses: [String] = []
    /// The log of the server that met this, as comments.
    let events: [String]

    /// The file.
    var text: String {
        var lines = [
            "# yaml-language-server: $schema=../../Harness/scenario.schema.json",
            "# Recorded from a repository; edit what must be true.",
        ]
        if isAnonymous {
            lines.append("# Masked: values, text and comments, names of files and of branches.")
            lines.append("# Not masked: keys, what sheets declare, times of commits, booleans.")
        }
        lines += (guesses + events).map { "# \($0)" }
        lines += ["scenario: \(id)", "title: A recorded repository ends as \(outcome.rawValue)"]
        lines.append("tags: [recorded]")
        let ids = states.map(\.rawValue).joined(separator: ", ")
        if !states.isEmpty { lines.append("state: [\(ids)]") }
        lines += ["", "actors:", "  origin: {kind: remote, transport: http\(format)}"]
        lines.append("  local: {kind: clone, of: origin\(format)\(clone)}")
        let named = branch == "main" ? "" : ", CFP_DATA_BRANCH: \(JSONText.quote(branch))"
        let env = "env: {CFP_DATA_POLL_INTERVAL: \"0\"\(named)}"
        lines.append("  api: {kind: server, data: local, remote: origin, \(env)}")
        lines.append("  editor: {kind: writer, of: origin}")
        lines += ["", "history:", "  graph: |"] + drawing.map { "    \($0)" }
        lines += parents + ["  commits:"] + history.commits.flatMap(spec)
        lines += ["", "steps:"] + (plants + history.damageSteps).map { "  - \($0)" }
        lines += steps
        if !broken.isEmpty {
            let why = "because: the clone was damaged when it was recorded"
            lines += ["", "relax:", "  - {invariant: repo-healthy, \(why)}"]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var format: String { objectFormat == "sha1" ? "" : ", object-format: \(objectFormat)" }

    private var clone: String {
        guard !config.isEmpty else { return "" }
        let pairs = config.map { "\(JSONText.quote($0.key)): \(JSONText.quote($0.value))" }
        return ", config: {\(pairs.joined(separator: ", "))}"
    }

    private var drawing: [String] {
        var graph = CommitGraph()
        for commit in history.commits {
            graph.commits.append(commit.name)
            graph.parents[commit.name] = commit.parents.sorted()
        }
        for entry in refs {
            guard let ref = ActorRef(entry.ref) else { continue }
            graph.refs.append(.init(ref: ref, commit: entry.commit, location: nil))
        }
        return GraphDrawing(graph).rows
    }

    private var parents: [String] {
        let merges = history.commits.filter { $0.parents.count > 1 }
        guard !merges.isEmpty else { return [] }
        return ["  parents:"]
            + merges.map { merge in
                "    \(merge.name): [\(merge.parents.map(\.text).joined(separator: ", "))]"
            }
    }

    private func spec(_ commit: RecordedCommit) -> [String] {
        let date = UTCInstant(seconds: commit.seconds).rfc3339
        var lines = [
            "    \(commit.name):", "      at: \"\(date)\"",
            "      message: \(JSONText.quote(commit.message))",
        ]
        if commit.changes.isEmpty {
            if commit.parents.count < 2 { lines.append("      empty: true") }
            return lines
        }
        var sections: [String: [String]] = [:]
        for (path, change) in commit.changes {
            let key = JSONText.quote(path)
            switch change {
            case .text(let text):
                sections["set", default: []].append("\(key): \(JSONText.quote(text))")
            case .bytes(let bytes):
                let hex = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
                sections["bytes", default: []].append("\(key): \"\(hex.joined())\"")
            case .symlink(let target):
                sections["symlink", default: []].append("\(key): \(JSONText.quote(target))")
            case .gitlink(let id):
                sections["gitlink", default: []].append("\(key): \"\(id)\"")
            case .delete: sections["delete", default: []].append("- \(key)")
            }
        }
        for path in commit.executable {
            sections["mode", default: []].append("\(JSONText.quote(path)): \"100755\"")
        }
        for name in ["delete", "set", "bytes", "symlink", "gitlink", "mode"] {
            guard let entries = sections[name] else { continue }
            lines += ["      \(name):"] + entries.map { "        \($0)" }
        }
        return lines
    }

    private var steps: [String] {
        var lines: [String] = []
        if isRemoteDown { lines.append("  - stop: origin") }
        var wanted = ["outcome: \(outcome.rawValue)"]
        for name in ["ahead", "behind"] {
            if let count = (report?[name] ?? report?["error"]?[name])?.scalarText {
                wanted.append("\(name): \(count)")
            }
        }
        if !dropped.isEmpty {
            wanted.append("dropped: [\(dropped.map(\.text).joined(separator: ", "))]")
        }
        lines.append("  - reconcile: {command: true}")
        lines.append("    expect: {\(wanted.joined(separator: ", "))}")
        var refs = pushesWaiting ? waiting.map { "\"\($0.ref)\": \($0.commit)" } : []
        if outcome == .conflictEscaped, let tip = tip(of: "local:\(branch)") {
            lines.insert("    as: answer", at: lines.count - 1)
            let isPushed = report?["pushed"]?.flag == true
            let places = isPushed ? ["local", "origin"] : ["local"]
            refs += places.map { "\"\($0):$answer.conflict-branch\": \(tip)" }
        }
        guard !refs.isEmpty else { return lines }
        return lines + ["", "expect:", "  refs: {\(refs.joined(separator: ", "))}"]
    }

    /// Conflict branches that only the clone has, as refs of the remote.
    var waiting: [(ref: String, commit: CommitName)] {
        refs.compactMap { entry in
            guard entry.ref.hasPrefix("local:conflicts/") else { return nil }
            let there = "origin:" + entry.ref.dropFirst("local:".count)
            return refs.contains { $0.ref == there } ? nil : (there, entry.commit)
        }
    }

    private func tip(of ref: String) -> CommitName? { refs.first { $0.ref == ref }?.commit }
}
