import Foundation

/// Makes a scenario of a repository: its history, refs, configuration and locks, as small as
/// possible, and what a reconcile of it ends as.
package struct RepositoryRecorder: Sendable {
    /// The repository, bare or not; nothing in it is changed.
    package var repository: String
    /// The remote's URL; nil takes `remote.origin.url`.
    package var remote: String?
    /// The served branch.
    package var branch = "main"
    /// The git program.
    package var git: String
    /// `livetree`, which rehearses the original and plays the recording.
    package var program: String
    /// Masks names, values and messages.
    package var anonymizes = false
    /// Fields whose values stay when the rest is masked.
    package var keptFields: Set<String> = []
    /// Files whose content stays when the rest is masked.
    package var keptFiles: Set<String> = []
    /// A server's log that is kept as comments.
    package var events: String?
    /// The scenario's id, which is the name of its file.
    package var id: String

    package init(repository: String, git: String, program: String, id: String) {
        self.repository = repository
        self.git = git
        self.program = program
        self.id = id
    }

    /// The scenario's text, which was played: it ends as the original does.
    ///
    /// - Throws: `HarnessError.unsupported` for what cannot be recorded, and for a recording that
    ///   ends otherwise; fields that would have to stay are named.
    package func record() async throws -> String {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-record-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var whole = try await original(in: folder)
        if !whole.waiting.isEmpty, try await problem(of: whole.text, in: folder) != nil {
            whole.pushesWaiting = false
        }
        guard anonymizes else {
            guard let problem = try await problem(of: whole.text, in: folder) else {
                return whole.text
            }
            throw HarnessError.unsupported("the recording does not end as the original: \(problem)")
        }
        let masked = whole.masked(keeping: keptFields, files: keptFiles).text
        guard let problem = try await problem(of: masked, in: folder) else { return masked }
        let hint = try await hint(for: whole, in: folder)
        throw HarnessError.unsupported(
            "masked, it does not end as the original; \(hint)\n\(problem)")
    }

    /// What would have to stay for a masked recording to end as the original.
    private func hint(for whole: RecordedScenario, in folder: String) async throws -> String {
        var fields: [String] = []
        for field in whole.history.fieldNames where !keptFields.contains(field) {
            let kept = keptFields.union([field])
            let trial = whole.masked(keeping: kept, files: keptFiles).text
            if try await problem(of: trial, in: folder) == nil { fields.append(field) }
        }
        if !fields.isEmpty {
            return "with --keep-field for one of these it does, and shows what is in that field: "
                + fields.joined(separator: ", ")
        }
        for file in whole.history.fileNames.prefix(Self.triedFiles)
        where !keptFiles.contains(file) {
            let kept = keptFiles.union([file])
            let trial = whole.masked(keeping: keptFields, files: kept).text
            if try await problem(of: trial, in: folder) == nil {
                return "with --keep-file \(file) it does, and shows all that is in that file"
            }
        }
        return "no single field or file is the reason"
    }

    /// How many files are tried, since each takes a play.
    private static let triedFiles = 40

    /// What stands in the way of a recording, or nil when it ends as its file says.
    private func problem(of text: String, in folder: String) async throws -> String? {
        try Task.checkCancellation()
        let path = "\(folder)/\(id).yaml"
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let file = ScenarioFile.read(path)
        guard file.isValid, let cell = file.scenario?.cells.first else {
            return file.diagnostics.map(\.rendered).joined(separator: "\n")
        }
        var options = try await RunOptions.prepare(
            server: program, output: "\(folder)/play", seed: 1, keep: false, timeoutScale: 2)
        options.discards = true
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        return verdict.status == .passed ? nil : verdict.explanation.joined(separator: "\n")
    }

    private func original(in folder: String) async throws -> RecordedScenario {
        let patient = try await Patient(at: repository, branch: branch, git: git)
        let url =
            if let remote { Optional(remote) } else {
                try await patient.setting("remote.origin.url")
            }
        var doctor = Doctor(repository: repository, git: git)
        doctor.remote = url
        doctor.branch = branch
        doctor.program = program
        let diagnosis = try await doctor.examine()
        guard let outcome = diagnosis.prediction.outcomes.first,
            diagnosis.prediction.outcomes.count == 1
        else { throw HarnessError.unsupported("nobody can tell how a reconcile would end") }
        let copy = try await RemoteCopy.make(of: url, for: patient, in: folder)
        let scene = RecordedScene(patient: patient, copy: copy, findings: diagnosis.findings)
        let (pool, salvage) = try await scene.pool(in: folder)
        let refs = try await scene.refs(pool: pool)
        let local = refs.first { $0.ref == "local:\(branch)" }?.id
        let history = try await RecordedHistory(
            pool: pool, git: patient.git, local: local, remote: copy.view.commit,
            tips: Array(Set(refs.filter(\.isNeeded).map(\.id))).sorted(),
            damaged: salvage?.damage ?? [])
        let cuts = try await scene.cuts(in: history)
        var drawn = refs.compactMap { ref in history.names[ref.id].map { (ref.ref, $0) } }
        drawn += cuts.refs
        if copy.view == .branchMissing, let root = history.commits.first {
            drawn.append(("origin:another", root.name))
        }
        var isDown = false
        if case .unreadable = copy.view { isDown = true }
        let report = diagnosis.prediction.report.flatMap { JSONText.parse(Array($0.utf8)) }
        let dropped = (report?["dropped"]?.items ?? []).compactMap(\.text)
        var recorded = RecordedScenario(
            id: id, history: history, refs: drawn, config: try await scene.config(),
            objectFormat: try await patient.setting("extensions.objectformat") ?? "sha1",
            branch: branch, plants: try await scene.plants() + cuts.steps,
            states: diagnosis.states, isRemoteDown: isDown, isAnonymous: false,
            outcome: outcome, report: report, dropped: dropped.compactMap { history.names[$0] },
            guesses: salvage?.told(of: history) ?? [], events: try lastEvents())
        try recorded.claim(seeing: diagnosis.findings)
        return recorded
    }

    /// The last lines of the log that was given.
    private func lastEvents() throws -> [String] {
        guard let events else { return [] }
        guard let text = try? String(contentsOfFile: events, encoding: .utf8) else {
            throw HarnessError.unsupported("\(events) cannot be read")
        }
        if anonymizes {
            // Names of events tell what happened; everything else could tell about whom.
            return text.split(separator: "\n").suffix(Self.shownEvents).compactMap { line in
                JSONText.parse(Array(line.utf8))?["event"]?.text
            }
        }
        return text.split(separator: "\n").suffix(Self.shownEvents).map(String.init)
    }

    private static let shownEvents = 50
}
