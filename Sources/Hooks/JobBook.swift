import Foundation
package import GitModel

/// What is known of all jobs: the sum of the events. The same events, read from the ledger after a
/// start, make the same book.
package struct JobBook: Sendable {
    /// A job that is owed a run, or runs.
    private struct OpenJob: Sendable {
        var work: HookWork
        /// Of every push that joined; bounded, the newest are kept.
        var deliveries: [DeliveryKey]
    }

    /// Every report that is kept, by job.
    private var reportOf: [String: JobReport] = [:]
    /// The jobs of `reportOf`, oldest first.
    private var order: [String] = []
    private var open: [String: OpenJob] = [:]
    private var successes = RecentKeys(limit: Limits.deliveries)
    /// When the newest run of each repository began or was promised; milliseconds since 1970.
    private var seenAt: [ExactText: Int64] = [:]

    package init() {}

    /// Whether that delivery has succeeded.
    package func isSuccess(_ key: DeliveryKey) -> Bool { successes.contains(key) }

    /// The newest first.
    package var reports: [JobReport] { order.reversed().compactMap { reportOf[$0] } }

    /// The gitops repositories that ever had a job, with the time of the newest.
    package var seen: [ExactText: Int64] { seenAt }

    /// The jobs without an end, oldest first.
    package var openJobs: [HookJob] {
        order.compactMap { id in
            guard let job = open[id], let report = reportOf[id] else { return nil }
            return HookJob(
                id: id, lane: HookLane(report.receiver, report.repository), work: job.work)
        }
    }

    /// The state a job is in; nil: it is forgotten.
    package func state(of job: String) -> JobReport.State? { reportOf[job]?.state }

    /// Events about a job that is not known change nothing: its acceptance was lost with a
    /// damaged line, or it is long forgotten.
    package mutating func apply(_ event: JobEvent) {
        switch event {
        case .accepted(let job, let lane, let work, let at):
            guard reportOf[job] == nil else { return }
            reportOf[job] = JobReport(
                job: job, receiver: lane.receiver, repository: lane.repository, state: .queued,
                at: Date(milliseconds: at), output: "")
            order.append(job)
            open[job] = OpenJob(work: work, deliveries: DeliveryKey(lane, work).map { [$0] } ?? [])
            see(lane, at)
            forgetOldReports()
        case .coalesced(let job, let work, _):
            join(job, work)
        case .started(let job, let at):
            guard open[job] != nil else { return }
            reportOf[job]?.renew(.running)
            reportOf[job]?.at = Date(milliseconds: at)
            if let report = reportOf[job] { see(HookLane(report.receiver, report.repository), at) }
        case .ended(let job, let end, let at):
            finish(job, end, at)
        case .delivered(let key):
            successes.insert(key)
        case .seen(let repository, let at):
            see(HookLane(.gitops, repository), at)
        }
    }

    private mutating func join(_ job: String, _ work: HookWork) {
        guard let report = reportOf[job], var known = open[job] else { return }
        known.work = work.over(known.work)
        if let key = DeliveryKey(HookLane(report.receiver, report.repository), work) {
            if known.deliveries.last != key { known.deliveries.append(key) }
            if known.deliveries.count > Limits.deliveriesOfJob { known.deliveries.removeFirst() }
        }
        open[job] = known
        reportOf[job]?.renew(.queued)
    }

    private mutating func finish(_ job: String, _ end: JobEnd, _ at: Int64) {
        guard open[job] != nil, var report = reportOf[job] else { return }
        report.state = end.state
        report.at = Date(milliseconds: at)
        report.exitCode = end.exitCode
        report.durationMs = end.durationMs
        report.output = end.output
        reportOf[job] = report
        if end.state.isOver {
            let deliveries = open.removeValue(forKey: job)?.deliveries ?? []
            if end.state == .succeeded {
                for delivery in deliveries { successes.insert(delivery) }
            }
        }
        trimOutputs()
        forgetOldReports()
    }

    /// Only gitops repositories have catch-all runs.
    private mutating func see(_ lane: HookLane, _ at: Int64) {
        guard lane.receiver == .gitops else { return }
        seenAt[ExactText(lane.repository)] = at
        guard seenAt.count > Limits.seenRepositories,
            let oldest = seenAt.min(by: { $0.value < $1.value })
        else { return }
        seenAt[oldest.key] = nil
    }

    /// A job without an end is never forgotten; the queue bounds their number.
    private mutating func forgetOldReports() {
        var surplus = order.count - open.count - Limits.reports
        guard surplus > 0 else { return }
        order.removeAll { id in
            guard surplus > 0, open[id] == nil else { return false }
            surplus -= 1
            reportOf[id] = nil
            return true
        }
    }

    private mutating func trimOutputs() {
        for id in order.dropLast(Limits.wholeOutputs) {
            guard let output = reportOf[id]?.output,
                output.utf8.count > Limits.outputExcerptBytes
            else { continue }
            reportOf[id]?.output = JobEnd.excerpt(output)
        }
    }

    /// Events that make this book again, in an order that does.
    package var snapshot: [JobEvent] {
        var events = successes.all.map(JobEvent.delivered)
        for id in order {
            guard let report = reportOf[id] else { continue }
            let lane = HookLane(report.receiver, report.repository)
            let at = report.at.milliseconds
            guard let job = open[id] else {
                events.append(.accepted(job: id, lane, HookWork(branch: ""), at: at))
                events.append(.ended(job: id, JobEnd(of: report), at: at))
                continue
            }
            var work = job.work
            work.delivery = nil
            events.append(.accepted(job: id, lane, work, at: at))
            for key in job.deliveries {
                work.delivery = key.delivery
                work.branch = key.branch
                events.append(.coalesced(job: id, work, at: at))
            }
            if work != job.work { events.append(.coalesced(job: id, job.work, at: at)) }
            switch report.state {
            case .running: events.append(.started(job: id, at: at))
            case .retrying, .interrupted:
                events.append(.ended(job: id, JobEnd(of: report), at: at))
            default: break
            }
        }
        // Last: they are exact, while a report tells the time of its newest state only.
        for (repository, at) in seenAt.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            events.append(.seen(repository: repository.text, at: at))
        }
        return events
    }
}
