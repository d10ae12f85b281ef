import Foundation

extension CasePlayer {
    /// What one playing left behind.
    struct Finished: Sendable {
        var failure: StepFailure?
        var findings: [Finding]
        var overlaps: [Overlap]
        var doubtOfWrites: String?
        var figures: [String]
        var book: CommitBook
        var chronicle: Chronicle
        var facts: CaseFacts
    }

    /// Writes the records, and removes the world of a case that passed.
    func keep(
        _ records: String, finished: Finished?, events: EventLog, cell: ScenarioCell,
        verdict: inout Verdict
    ) throws {
        let files = FileManager.default
        let isGood = [.passed, .expectedFailure].contains(verdict.status)
        guard options.keep || !isGood && !options.discards else {
            try? files.removeItem(atPath: records)
            return
        }
        verdict.folder = records
        let book = finished?.book
        try events.write(to: "\(records)/events.ndjson") { book?.describe(in: $0) ?? $0 }
        if let finished {
            try write(
                CaseRecords.history(of: finished.chronicle), to: "\(records)/history.ndjson")
            var facts = finished.facts
            (facts.id, facts.seed) = (verdict.id, verdict.seed)
            facts.parents = Dictionary(
                finished.chronicle.after.commits.map { ($0.id, $0.parents) }
            ) { first, _ in first }
            try write(JSONText.write(facts.json) + "\n", to: "\(records)/facts.json")
        }
        if let text = ExpandedScenario.text(of: cell.scenario.file, cell: cell.values) {
            try write(text, to: "\(records)/scenario.yaml")
        }
        try write(
            JSONText.write(VerdictJSON.value(verdict, context: options.context)) + "\n",
            to: "\(records)/verdict.json")
        try copyLogs(cell.scenario, to: records)
        if !isGood {
            let summary = RunSummary([verdict], context: options.context)
            try write(HTMLReport.text(summary), to: "\(records)/report.html")
        }
        let script = ReproScript(
            verdict: verdict, context: options.context, server: options.server,
            folder: files.currentDirectoryPath)
        try write(script.text, to: "\(records)/repro.sh")
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(records)/repro.sh")
    }

    /// The logs of servers and of their git, beside the world. `server.log` is the first server's.
    private func copyLogs(_ scenario: Scenario, to records: String) throws {
        let servers = scenario.actors.filter { $0.kind == .server }.map(\.name)
        for (index, name) in servers.enumerated() {
            let world = "\(records)/world"
            for (from, to) in [
                ("\(world)/\(name).log", index == 0 ? "server.log" : "\(name).server.log"),
                ("\(world)/servers/\(name)/git.log", "\(name).git.log"),
            ] where FileManager.default.fileExists(atPath: from) {
                try FileManager.default.copyItem(atPath: from, toPath: "\(records)/\(to)")
            }
        }
    }

    private func write(_ text: String, to path: String) throws {
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
