/// All cases of a run, so many at a time.
package struct SuiteRun: Sendable {
    enum Item: Sendable {
        case cell(ScenarioCell)
        /// A file that cannot be read as a scenario.
        case invalid(ScenarioFile)

        /// What an earlier run would have called it in its list of failures.
        var failure: SuitePlan.Failure {
            switch self {
            case .cell(let cell): SuitePlan.Failure(id: id, file: cell.scenario.file)
            case .invalid(let file): SuitePlan.Failure(id: id, file: file.path)
            }
        }

        /// The id of its verdict.
        var id: String {
            switch self {
            case .cell(let cell): cell.id
            case .invalid(let file): file.scenario?.id ?? file.path
            }
        }
    }

    /// One playing of an item.
    private struct Turn: Sendable {
        let item: Item
        /// The name of the folder of its records.
        let folder: String
        let options: RunOptions
        /// Whether its verdict has to name its git.
        let namesGit: Bool
    }

    private let selection: Selection
    private let jobs: Int
    private let plan: SuitePlan
    /// Tells people a line.
    private let tell: @Sendable (String) -> Void

    package init(
        selection: Selection, jobs: Int, plan: SuitePlan = SuitePlan(),
        tell: @escaping @Sendable (String) -> Void = { print($0) }
    ) {
        self.tell = tell
        self.selection = selection
        self.jobs = jobs
        self.plan = plan
    }

    /// Plays everything selected with each of the settings, as often as planned, printing each
    /// case's end.
    ///
    /// - Parameters:
    ///   - options: one for each git the cases are played with.
    ///   - folder: where the names of the cases are left that were not green.
    package func play(_ options: [RunOptions], folder: String) async throws -> RunSummary {
        try await play(items(), options, folder: folder)
    }

    /// Plays these.
    func play(
        _ items: [Item], _ options: [RunOptions], folder: String
    ) async throws -> RunSummary {
        let started = MonotonicTime.now
        // A run that is killed leaves no other word of the failures it was to play.
        if let only = plan.only { try? SuitePlan.write([], left: only, to: folder) }
        let folders = CasePlayer.folderNames(of: items.map(\.id))
        var verdicts: [Verdict] = []
        var time = 0
        var unplayed = 0
        while time < plan.times {
            let batch = time..<time + min(plan.sideBySide, plan.times - time)
            time = batch.upperBound
            let turns = batch.flatMap { before in
                options.flatMap { one in
                    let settings = plan.settings(one, at: before + 1)
                    return zip(items, folders).map {
                        Turn(
                            item: $0, folder: $1, options: settings, namesGit: options.count > 1)
                    }
                }
            }
            let played = await play(turns)
            verdicts += played
            unplayed = turns.count - played.count
            if Task.isCancelled { break }
            if plan.endsAtFailure, verdicts.contains(where: { !$0.isGreen }) { break }
        }
        if plan.times > 1 { tell("played \(time) times") }
        var unwritten: [String] = []
        do {
            let isEnded = unplayed == 0 && !Task.isCancelled
            try SuitePlan.write(verdicts, left: isEnded ? [] : plan.only ?? [], to: folder)
        } catch {
            unwritten.append("--failed will not know this run: \(OutputFile.words(error))")
        }
        var context = options.first?.context
        context?.seconds = MonotonicTime.now.seconds(since: started)
        if options.count > 1 {
            context?.git = options.compactMap { $0.context?.git }.joined(separator: ", ")
        }
        var summary = RunSummary(verdicts, context: context)
        summary.unwritten = unwritten
        summary.unplayed = unplayed
        return summary
    }

    /// What the selection and the plan leave to be played.
    func items() throws -> [Item] {
        let all = try selection.files().flatMap { file -> [Item] in
            guard file.isValid, let scenario = file.scenario else { return [.invalid(file)] }
            return scenario.cells.filter(selection.admits).map(Item.cell)
        }
        let only = plan.only.map { Set($0) }
        let wanted = all.filter { only?.contains($0.failure) ?? true }
        return plan.shard?.part(of: wanted) ?? wanted
    }

    private func play(_ turns: [Turn]) async -> [Verdict] {
        let caller = Caller()
        let verdicts = await withTaskGroup(of: (Int, Verdict).self) { group in
            var verdicts: [Int: Verdict] = [:]
            var next = 0
            while verdicts.count < turns.count {
                while next < turns.count, next - verdicts.count < jobs, !Task.isCancelled {
                    let (index, turn) = (next, turns[next])
                    next += 1
                    group.addTask {
                        let player = CasePlayer(options: turn.options, caller: caller)
                        return (index, await replayed(turn, with: player))
                    }
                }
                guard let (index, verdict) = await group.next() else { break }
                let turn = turns[index]
                verdicts[index] =
                    turn.namesGit ? verdict.with(git: turn.options.git) : verdict
                show(verdict, turn.options.context)
                Terminal.progress("\(verdicts.count) of \(turns.count)")
            }
            Terminal.progress("")
            return turns.indices.compactMap { verdicts[$0] }
        }
        await caller.shutdown()
        return verdicts
    }

    /// Plays an item, and again when it failed and that was asked for. A later pass makes it flaky.
    private func replayed(_ turn: Turn, with player: CasePlayer) async -> Verdict {
        var verdict = await Self.play(turn, with: player)
        guard verdict.status == .failed else { return verdict }
        for attempt in 0..<plan.retries {
            guard await Self.play(turn, with: player).status == .passed else { continue }
            verdict.status = .flaky
            verdict.explanation.insert(
                "FLAKY: failed, and passed when played again (attempt \(attempt + 2))", at: 0)
            break
        }
        return verdict
    }

    private static func play(_ turn: Turn, with player: CasePlayer) async -> Verdict {
        switch turn.item {
        case .cell(let cell): return await player.play(cell, in: turn.folder)
        case .invalid(let file):
            var verdict = Verdict(
                id: turn.item.id, file: file.path, status: .invalid)
            verdict.explanation = file.diagnostics.map(\.rendered)
            return verdict
        }
    }

    /// Prints how a case ended; only what is no pass, unless people watch.
    private func show(_ verdict: Verdict, _ context: RunContext?) {
        if verdict.status.isGood, !Terminal.isWatched { return }
        Terminal.progress("")
        for line in VerdictText.lines(verdict, context: context) { tell(line) }
    }
}

extension Verdict {
    /// The verdict of a case that was played with one of several gits.
    fileprivate func with(git: String) -> Verdict {
        let version = GitVersion.of(git).text
        var verdict = self
        verdict.id += "\(SuitePlan.gitMark)\(version)"
        return verdict
    }
}
