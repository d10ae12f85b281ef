import GitModel
import Processes
import Synchronization

/// Promises: what is queued, and noted durably.
extension HookDispatcher {
    func promise(
        _ work: HookWork, to lane: HookLane, by rule: HookRule
    ) async -> HookDecision {
        if isStopping.load(ordering: .relaxed) { queue.close() }
        let now = clock.now()
        let (admission, started) = queue.push(
            work, to: lane, newJob: Self.newID(at: now),
            claims: HookCommand.claims(rule: rule, lane: lane))
        let (job, state): (String, JobState)
        switch admission {
        case .full: return .busy
        case .started(let id): (job, state) = (id, .started)
        case .queued(let id): (job, state) = (id, .queued)
        case .coalesced(let id): (job, state) = (id, .coalesced)
        }
        let ticket =
            state == .coalesced
            ? note(.coalesced(job: job, work, at: now.wall))
            : note(.accepted(job: job, lane, work, at: now.wall))
        if lane.receiver == .gitops { timer.ran(ExactText(lane.repository), at: now) }
        start(started)
        do throws(LedgerError) {
            try await ledger.wait(for: ticket)
        } catch {
            // The run stays queued: one that was not promised harms nobody.
            journal.ledgerFailed(error.description)
            return .failed(error.description)
        }
        return .accepted(job: job, state: state)
    }

    /// The event is in the book from now on, and on disk when its ticket is over.
    func note(_ event: JobEvent) -> JobLedger.Ticket {
        book.apply(event)
        return ledger.add(event, book: book)
    }

    func start(_ jobs: [HookJob]) {
        for job in jobs { starter.yield(job) }
    }

    func claims(of lane: HookLane) -> Set<ExactText> {
        guard let rule = configuration.rule(for: lane.repository, at: lane.receiver) else {
            return [ExactText("repository\0\(lane.repository)")]
        }
        return HookCommand.claims(rule: rule, lane: lane)
    }

    /// Takes over what the configuration says about secrets and catch-all runs.
    func configure() {
        let gitops = configuration.gitops
        for (receiver, rules) in [
            (Receiver.gitops, gitops?.rules ?? []),
            (.deploy, [configuration.deploy?.rule].compactMap(\.self)),
        ] {
            secrets[receiver, default: SecretNumbers()].add(rules)
        }
        let named = gitops?.rules.filter(\.name.isExact).map { ExactText($0.name.text) } ?? []
        let seen = book.seen.keys.filter { configuration.rule(for: $0.text, at: .gitops) != nil }
        timer.set(
            Set(named + seen), interval: gitops?.interval ?? .zero, lastRuns: book.seen,
            at: clock.now())
    }

    /// Takes up what the last server left: promised jobs, and those whose command did not end.
    func recover() async {
        let open = book.openJobs
        var newest: [HookTrack: String] = [:]
        for job in open { newest[job.track] = job.id }
        await endLeftProcesses(of: open)
        let now = clock.now()
        var last: JobLedger.Ticket?
        for job in open {
            let rule = configuration.rule(for: job.lane.repository, at: job.lane.receiver)
            let wasRunning = book.state(of: job.id) == .running
            let isDeployed = job.lane.receiver == .deploy && wasRunning
            if let rule, isDeployed {
                queue.adopt(job, claims: HookCommand.claims(rule: rule, lane: job.lane))
                leftDeployments.append(job)
            }
            guard let rule, !isDeployed, newest[job.track] == job.id else {
                // Of a branch's jobs only the newest runs again: it does for all.
                let isKnown = rule != nil || isDeployed
                last = await close(job, isKnown ? .finishedByRestart : .dropped, at: now)
                continue
            }
            let admission = queue.push(
                job.work, to: job.lane, newJob: job.id,
                claims: HookCommand.claims(rule: rule, lane: job.lane))
            precondition(admission == (.queued(job: job.id), []), "the queue is not open yet")
            last = note(.coalesced(job: job.id, job.work, at: now.wall))
            journal.recovered(job)
        }
        if let last { await settle(last) }
    }

    /// A gitops command that outlived a killed server is not to run beside its next run.
    private func endLeftProcesses(of jobs: [HookJob]) async {
        let left = LeftProcesses(
            jobs: jobs.filter { $0.lane.receiver == .gitops && book.state(of: $0.id) == .running }
                .map(\.id))
        let count = await Blocking.run { left.end() }
        if count > 0 { journal.endedLeft(count) }
    }

    /// Ends a job that the last server left.
    private func close(
        _ job: HookJob, _ state: JobReport.State, at now: HookTime
    ) async -> JobLedger.Ticket {
        let file = outputs.file(of: job.id)
        let output = await Blocking.run {
            defer { file.remove() }
            return file.tail()
        }
        let end = JobEnd(state, output: String(decoding: output, as: UTF8.self))
        journal.closed(job, state)
        meters.record(JobEnd(state))
        return note(.ended(job: job.id, end, at: now.wall))
    }

    /// Waits until an event is on disk, where nobody is waiting for an answer.
    func settle(_ ticket: JobLedger.Ticket) async {
        do throws(LedgerError) {
            try await ledger.wait(for: ticket)
        } catch {
            journal.ledgerFailed(error.description)
        }
    }

    /// The time in milliseconds, and chance.
    static func newID(at now: HookTime) -> String {
        let chance = String(UInt32.random(in: .min ... .max), radix: 16)
        return String(max(0, now.wall), radix: 16) + "-"
            + String(repeating: "0", count: 8 - chance.count) + chance
    }
}
