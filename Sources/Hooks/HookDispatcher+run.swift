import Synchronization

/// Runs: what becomes of a job once it may start.
extension HookDispatcher {
    func work() async {
        start(queue.open())
        await withDiscardingTaskGroup { group in
            group.addTask { await self.keepTime() }
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
            let repository = name.text
            guard let rule = configuration.rule(for: repository, at: .gitops) else {
                timer.ran(name, at: now)
                continue
            }
            let lane = HookLane(.gitops, repository)
            let work = HookWork(branch: rule.branches.first ?? "")
            let promised = queue.tick(
                work, to: lane, newJob: Self.newID(at: now),
                claims: HookCommand.claims(rule: rule, lane: lane))
            switch promised {
            case (.started(let job), let started)?, (.queued(let job), let started)?:
                _ = note(.accepted(job: job, lane, work, at: now.wall))
                start(started)
            case (.full, _)?:
                // What finds no room now is due again after the pause.
                return timer.pause(at: now)
            case (.coalesced, _)?, nil:
                break
            }
            timer.ran(name, at: now)
        }
        return timer.pause(at: now)
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

    /// The server stops: the job is owed another run.
    private func interrupt(_ job: HookJob, _ end: JobEnd) async {
        journal.finished(job, end)
        await settle(note(.ended(job: job.id, end, at: clock.now().wall)))
    }

    private func conclude(_ job: HookJob, _ end: JobEnd, retry: HookRetry) async {
        let now = clock.now()
        let (finish, started) = queue.finished(
            job.lane, isGood: end.state == .succeeded, retry: retry, at: now.steady)
        var end = end
        if case .again = finish { end.state = .retrying }
        let ticket = note(.ended(job: job.id, end, at: now.wall))
        start(started)
        journal.finished(job, end)
        await settle(ticket)
        guard case .again(let time) = finish,
            (try? await clock.sleep(max(.zero, time - clock.now().steady))) != nil
        else { return }
        start(queue.timePassed(to: clock.now().steady))
    }
}
