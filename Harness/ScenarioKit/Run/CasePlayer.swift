import Foundation
import Glibc

/// Plays cases: makes the world of each, judges it, keeps the records of what failed.
package struct CasePlayer: Sendable {
    let options: RunOptions
    private let caller: Caller

    package init(options: RunOptions, caller: Caller) {
        self.options = options
        self.caller = caller
    }

    /// Plays one case to its verdict. Never throws: what goes wrong is a verdict.
    ///
    /// - Parameter folder: the name of the folder of its records; nil is made of the case's id.
    package func play(_ cell: ScenarioCell, in folder: String? = nil) async -> Verdict {
        let started = MonotonicTime.now
        let scenario = cell.scenario
        var verdict = Verdict(of: cell)
        verdict.seed = scenario.seed ?? options.seed
        let gaps =
            Support.gaps(in: scenario)
            + Support.unattended(in: scenario, environment: options.environment)
        if let missing = Self.unmet(scenario.requires, options) {
            let lacks = scenario.requires.capabilities.contains(where: options.required.contains)
            verdict.status = lacks ? .failed : .skipped
            verdict.explanation = [missing]
        } else if !gaps.isEmpty {
            verdict.status = .invalid
            verdict.explanation = gaps.map(\.rendered)
        } else {
            let name = folder ?? Self.folderNames(of: [cell.id])[0]
            await play(cell, in: "\(options.output)/\(name)", into: &verdict)
        }
        verdict.seconds = MonotonicTime.now.seconds(since: started)
        return verdict
    }

    /// A name for the folder of each case. Ids that would share one are told apart by `~2`, which
    /// no id can make.
    static func folderNames(of ids: [String]) -> [String] {
        var taken: [String: Int] = [SuitePlan.failuresFile: 1]
        return ids.map { id in
            let name = String(id.map { $0.isLetter || $0.isNumber || $0 == "-" ? $0 : "." })
            let number = taken[name, default: 0] + 1
            taken[name] = number
            return number == 1 ? name : "\(name)~\(number)"
        }
    }

    private func play(
        _ cell: ScenarioCell, in records: String, into verdict: inout Verdict
    ) async {
        let folder = "\(records)/world"
        let events = EventLog()
        let seed = verdict.seed
        // A person takes the time a person takes.
        let isPlayed =
            cell.scenario.shell != nil || options.stepper != nil || options.opensShellAtFailure
        let limit = isPlayed ? Limits.shell : options.scaled(cell.scenario.timeout)
        do {
            // What an earlier run kept here is another world.
            try? FileManager.default.removeItem(atPath: records)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let finished = try await withDeadline(limit) {
                try await Self.run(
                    cell, folder: folder, options: options, caller: caller,
                    events: events, seed: seed)
            }
            if let finished {
                judge(finished, scenario: cell.scenario, into: &verdict)
                let budget: Chronicle.Budget = verdict.status.isGood ? .brief : .full
                verdict.chronicle = finished.chronicle.fitted(to: budget)
                verdict.seconds = finished.chronicle.seconds
            } else {
                verdict.status = .failed
                let last = events.all.suffix(5).map(\.text).joined(separator: " · ")
                verdict.explanation = ["not done after \(limit); last: \(last)"]
                note(
                    Trouble(
                        openIn: events.all, of: cell.scenario, wanted: "done within \(limit)",
                        seen: "no end of it"), in: &verdict)
            }
            if !verdict.status.isGood, let chronicle = finished?.chronicle {
                verdict.explanation += FailureText.graphs(chronicle)
                verdict.explanation += FailureText.lastEvents(chronicle)
            }
            do {
                try keep(records, finished: finished, events: events, cell: cell, verdict: &verdict)
            } catch {
                // What was found out does not depend on whether it can be kept.
                if verdict.status.isGood { verdict.status = .error }
                verdict.explanation.append("  " + OutputFile.refusal(of: error, in: records))
            }
            if verdict.folder != nil, let finished { await bundle(finished.chronicle, in: records) }
        } catch _ where Task.isCancelled {
            verdict.status = .error
            verdict.explanation = ["interrupted"]
            note(
                Trouble(
                    openIn: events.all, of: cell.scenario, wanted: "done", seen: "an interrupt"),
                in: &verdict)
        } catch let error as HarnessError {
            if case .unsupported = error {
                verdict.status = .invalid
            } else {
                verdict.status = .error
            }
            verdict.explanation = [error.description]
        } catch let error as HistoryError {
            verdict.status = .invalid
            verdict.explanation = [error.description]
        } catch {
            verdict.status = .error
            verdict.explanation = [OutputFile.refusal(of: error, in: records)]
        }
    }

    /// Tells where a case was when it was ended from outside.
    private func note(_ trouble: Trouble?, in verdict: inout Verdict) {
        guard let trouble else { return verdict.explanation.append("  between its steps") }
        verdict.trouble = trouble
        verdict.explanation += FailureText.lines(trouble)
    }

    private static func run(
        _ cell: ScenarioCell, folder: String, options: RunOptions, caller: Caller,
        events: EventLog, seed: UInt64
    ) async throws -> Finished {
        Watchman.shared.begin(folder)
        defer { Watchman.shared.end(folder) }
        return try await JobScope.run { scope in
            let builder = WorldBuilder(
                scenario: cell.scenario, folder: folder, gitPath: options.git,
                backend: options.backend, seed: seed, scope: scope)
            let world = try await builder.build()
            if let trace = options.trace {
                let book = world.book
                events.watch { event in
                    let time = FailureText.seconds(event.at.seconds(since: events.start))
                    let words = book.describe(in: event.text)
                    trace("\(cell.id) +\(time) \(event.kind) \(words)")
                }
            }
            let run = CaseRun(
                world: world, options: options, scope: scope, caller: caller, events: events,
                seed: seed)
            defer {
                world.end()
                for server in world.servers.values {
                    server.process?.signal(SIGKILL, group: true)
                    for entry in ProcessTable.living(marked: server.shim.bin) {
                        _ = Glibc.kill(entry.pid, SIGKILL)
                    }
                }
            }
            let (failure, findings) = try await run.play()
            await run.noteServers()
            return try await run.finished(failure: failure, findings: findings)
        }
    }

    private func judge(_ finished: Finished, scenario: Scenario, into verdict: inout Verdict) {
        verdict.figures = finished.figures
        let book = finished.book
        if let failure = finished.failure {
            verdict.status = .failed
            let trouble = Trouble(failure, steps: scenario.steps.count)
            verdict.trouble = trouble
            verdict.explanation = FailureText.lines(trouble)
        }
        verdict.findings = finished.findings
        if !finished.findings.isEmpty {
            verdict.status = .failed
            verdict.explanation += finished.findings.map { "  \($0)" }
        }
        if verdict.status == .failed {
            if let why = scenario.why { verdict.explanation.append("  why:  \(why)") }
        } else if finished.facts.judgesReads,
            let doubt = Overlap.doubt(finished.overlaps, name: { book.describe($0) })
                ?? finished.doubtOfWrites
        {
            verdict.status = .indeterminate
            verdict.explanation = [doubt]
        }
        guard let expected = scenario.xfail else { return }
        verdict.reason = expected.because
        if verdict.status == .failed {
            verdict.status = .expectedFailure
        } else if verdict.status == .passed {
            verdict.status = .fixed
            verdict.explanation = ["FIXED: passes now, remove xfail (\(expected.because))"]
        }
    }

    /// Why this machine cannot play a scenario, or nil.
    private static func unmet(_ requirements: Requirements, _ options: RunOptions) -> String? {
        var present: Set<Requirements.Capability> = [.symlink, .sha256, .failpoints]
        if SSHServer.isAvailable { present.insert(.ssh) }
        if SmallDisk.isAvailable { present.insert(.tmpfs) }
        if EtcdServer.isAvailable { present.insert(.etcd) }
        if SystemCallTrap.isAvailable { present.insert(.strace) }
        if options.oldServer != nil { present.insert(.old) }
        for capability in requirements.capabilities where !present.contains(capability) {
            if capability == .root, getuid() == 0 { continue }
            return "needs \(capability.rawValue)"
        }
        guard let wanted = requirements.git else { return nil }
        let version = GitVersion.of(options.git)
        return version.satisfies(wanted) ? nil : "needs git \(wanted.text), this is \(version.text)"
    }
}

extension CaseRun {
    /// Gathers what judging and reporting need.
    fileprivate func finished(
        failure: StepFailure?, findings: [Finding]
    ) async throws -> CasePlayer.Finished {
        var overlaps: [Overlap] = []
        var figures: [String] = []
        var doubtOfWrites: String?
        for (name, crew) in crews.sorted(by: { $0.key < $1.key }) {
            let history = try history(of: crew)
            // Those that stand still prove something about the others, which are to be counted.
            let counts = crew.holds ? [] : Overlap.count(in: history)
            overlaps += counts
            if !crew.holds {
                doubtOfWrites = doubtOfWrites ?? Overlap.doubt(ofWrites: writes.swaps, in: history)
            }
            let time =
                history.reads.last.map {
                    $0.end.seconds(since: history.reads[0].start)
                } ?? 0
            let rate = time > 0 ? Int(Double(history.reads.count) / time) : 0
            figures.append("\(name): \(history.reads.count) reads, \(rate) a second")
            figures += counts.map { count in
                "\(name): " + count.words { self.world.book.describe($0) }
            }
        }
        figures += unpictured.map {
            "snapshot \($0): no picture beside the scenario, nothing compared; store it with --update"
        }
        return CasePlayer.Finished(
            failure: failure, findings: findings, overlaps: overlaps,
            doubtOfWrites: doubtOfWrites, figures: figures, book: world.book,
            chronicle: try await chronicle(), facts: try facts())
    }
}
