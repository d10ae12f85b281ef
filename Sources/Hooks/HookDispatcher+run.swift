import GitModel
import Processes
import Synchronization

/// Runs: what becomes of a job once it may start.
extension HookDispatcher {
    func work() async {
        start(queue.open())
        await withDiscardingTaskGroup { group in
            group.addTask { await self.keepTime() }
            for job in leftDeployments { group.addTask { await self.waitForLeft(job) } }
            for await job in starts {
                group.addTask { await self.perform(job) }
            }
            group.cancelAll()
        }
    }

    /// Promises the catch-all runs that are due, until cancelled.
    private func keepTime() async {
        while (try? await clock.sleep(promiseDue())) != nil {}
    }

    /// Returns how long nothing is due.
    private func promiseDue() -> Duration {
        let now = clock.now()
        for name in timer.due(at: now) {
            let rule = configuration.rule(for: name.text, at: .gitops)
            for branch in rule?.branches ?? [] {
                // What finds no room now is due again after the pause.
                guard let rule, promiseDue(branch, of: HookLane(.gitops, name.text), rule, at: now)
                else { return timer.pause(at: now) }
            }
            timer.ran(name, at: now)
        }
        return timer.pause(at: now)
    }

    /// False: there is no room for it.
    private func promiseDue(
        _ branch: String, of lane: HookLane, _ rule: HookRule, at now: HookTime
    ) -> Bool {
        let work = HookWork(branch: branch)
        let promised = queue.tick(
            work, to: lane, newJob: Self.newID(at: now),
            claims: HookCommand.claims(rule: rule, lane: lane))
        switch promised {
        case (.started(let job), let started)?, (.queued(let job), let started)?:
            _ = note(.accepted(job: job, lane, work, at: now.wall))
            start(started)
        case (.full, _)?: return false
        case (.coalesced, _)?, nil: break
        }
        return true
    }

    /// The next deployment waits for the processes of one that an earlier server began, as long
    /// as the time limit of the command allows; they are not ended, for they may be the very start
    /// of this server.
    private func waitForLeft(_ job: HookJob) async {
        let rule = configuration.rule(for: job.lane.repository, at: job.lane.receiver)
        let left = LeftProcesses(jobs: [job.id])
        let end = ContinuousClock.now + (rule?.timeout ?? .zero)
        while ContinuousClock.now < end, await Blocking.run({ left.areAlive }) {
            guard (try? await Task.sleep(for: Limits.leftPause)) != nil else { return }
        }
        let retry = HookRetry(retries: 0, backoff: .zero)
        start(queue.finished(job.track, isGood: true, retry: retry, at: clock.now().steady).1)
    }

    private func perform(_ job: HookJob) async {
        if job.lane.receiver == .deploy {
            // The command may end this server: the answer about it is to leave first.
            try? await Task.sleep(for: Limits.answerGrace)
        }
        guard !isStopping.load(ordering: .relaxed) else { return }
        let rule = configuration.rule(for: job.lane.repository, at: job.lane.receiver)
        guard let rule else {
            await conclude(job, JobEnd(.dropped), retry: .none)
            return
        }
        do throws(LedgerError) {
            try await ledger.wait(for: note(.started(job: job.id, at: clock.now().wall)))
        } catch {
            journal.ledgerFailed(error.description)
            // A gitops command may run twice; one that replaces the server may not.
            if job.lane.receiver == .deploy {
                let end = JobEnd(.notStarted, exitCode: 127, output: error.description)
                await conclude(job, end, retry: .none)
                return
            }
        }
        if job.lane.receiver == .deploy { outputs.create() }
        let result = await runner.run(
            HookCommand(rule: rule, job: job, server: environment, outputs: outputs.path))
        await endEscaped(of: job, result)
        switch result.ending {
        case .leftRunning:
            journal.left(job)
        case .interrupted:
            await interrupt(job, JobEnd(of: result))
        default:
            let retry = HookRetry(retries: rule.retries, backoff: rule.backoff)
            await conclude(job, JobEnd(of: result), retry: retry)
        }
    }

    /// What left the process group of a gitops command that had to be ended ends too.
    private func endEscaped(of job: HookJob, _ result: CommandResult) async {
        guard job.lane.receiver == .gitops, [.timedOut, .interrupted].contains(result.ending)
        else { return }
        let left = LeftProcesses(jobs: [job.id])
        let count = await Blocking.run { left.end() }
        if count > 0 { journal.endedLeft(count) }
    }

    /// The server stops: the job is owed another run.
    private func interrupt(_ job: HookJob, _ end: JobEnd) async {
        journal.finished(job, end)
        meters.record(end)
        await settle(note(.ended(job: job.id, end, at: clock.now().wall)))
    }

    private func conclude(_ job: HookJob, _ end: JobEnd, retry: HookRetry) async {
        let now = clock.now()
        let (finish, started) = queue.finished(
            job.track, isGood: end.state == .succeeded, retry: retry, at: now.steady)
        var end = end
        if case .again = finish { end.state = .retrying }
        let ticket = note(.ended(job: job.id, end, at: now.wall))
        start(started)
        journal.finished(job, end)
        meters.record(end)
        await settle(ticket)
        guard case .again(let time) = finish,
            (try? await clock.sleep(max(.zero, time - clock.now().steady))) != nil
        else { return }
        start(queue.timePassed(to: clock.now().steady))
    }
}
