/// All cases of a run, so many at a time.
package struct SuiteRun: Sendable {
    private enum Item: Sendable {
        case cell(ScenarioCell)
        /// A file that cannot be read as a scenario.
        case invalid(ScenarioFile)
    }

    private let selection: Selection
    private let jobs: Int

    package init(selection: Selection, jobs: Int) {
        self.selection = selection
        self.jobs = jobs
    }

    /// Plays everything selected, printing each case's end.
    package func play(_ options: RunOptions) async throws -> RunSummary {
        let items = try selection.files().flatMap { file -> [Item] in
            guard file.isValid, let scenario = file.scenario else { return [.invalid(file)] }
            return scenario.cells.filter(selection.admits).map(Item.cell)
        }
        guard !items.isEmpty else {
            Terminal.complain("scenarios: nothing selected")
            return RunSummary([])
        }
        let caller = Caller()
        let player = CasePlayer(options: options, caller: caller)
        let verdicts = await withTaskGroup(of: (Int, Verdict).self) { group in
            var verdicts: [Int: Verdict] = [:]
            var next = 0
            while verdicts.count < items.count {
                while next < items.count, next - verdicts.count < jobs {
                    let (index, item) = (next, items[next])
                    next += 1
                    group.addTask { (index, await Self.play(item, with: player)) }
                }
                guard let (index, verdict) = await group.next() else { break }
                verdicts[index] = verdict
                Self.show(verdict)
                Terminal.progress("\(verdicts.count) of \(items.count)")
            }
            Terminal.progress("")
            return items.indices.compactMap { verdicts[$0] }
        }
        await caller.shutdown()
        return RunSummary(verdicts)
    }

    private static func play(_ item: Item, with player: CasePlayer) async -> Verdict {
        switch item {
        case .cell(let cell): return await player.play(cell)
        case .invalid(let file):
            var verdict = Verdict(
                id: file.scenario?.id ?? file.path, file: file.path, status: .invalid)
            verdict.explanation = file.diagnostics.map(\.rendered)
            return verdict
        }
    }

    /// Prints how a case ended; only what is no pass, unless people watch.
    private static func show(_ verdict: Verdict) {
        let quiet: Set<Verdict.Status> = [.passed, .expectedFailure, .skipped]
        if quiet.contains(verdict.status), !Terminal.isWatched { return }
        Terminal.progress("")
        let seconds = FailureText.seconds(verdict.seconds)
        let word = verdict.status == .failed ? "FAIL" : verdict.status.rawValue
        print("\(word) \(verdict.id)  \(seconds) s  seed \(verdict.seed)")
        guard !quiet.contains(verdict.status) else { return }
        for line in verdict.explanation { print(line) }
        for figure in verdict.figures { print("  \(figure)") }
        if let folder = verdict.folder { print("  world kept: \(folder)") }
        print("  again:      scenarios run \(verdict.file) --seed \(verdict.seed)")
    }
}
