package import GitModel

/// Which command may start when: no effects, no clock; times are counted from any fixed start.
///
/// A track (one branch of one repository at one receiver) is idle, queued, pausing before a retry,
/// running, or running with exactly one more. Whatever arrives while it runs becomes that one more;
/// whatever arrives while a job waits joins it. Tracks take turns: one that has run goes to the end
/// of the line. A track whose claims are held by a running one keeps its place; the tracks of one
/// repository have claims in common, so that they never run side by side.
package struct HookQueue: Sendable {
    private enum State: Hashable, Sendable {
        /// In the line, for a slot and for its claims to be free.
        case queued(HookJob)
        /// Waiting for that time, to repeat a failed run.
        case pausing(HookJob, until: Duration)
        /// Waiting for the end of its command.
        case running(HookJob)
        /// Waiting for the end of its command; `more` starts after it.
        case runningMore(HookJob, more: HookJob)
    }

    private let capacity: Int
    private var concurrency: Int
    private var isOpen = false
    /// Idle tracks have no entry.
    private var states: [HookTrack: State] = [:]
    /// The queued tracks, the next one first.
    private var line: [HookTrack] = []
    /// What no two running tracks may have in common.
    private var claims: [HookTrack: Set<ExactText>] = [:]
    /// The claims of the running tracks.
    private var held: Set<ExactText> = []
    /// Claims as they were when the track's command started.
    private var holding: [HookTrack: Set<ExactText>] = [:]

    /// `concurrency` counts the gitops commands: a deployment waits for none of them.
    /// `capacity` is the number of tracks that may be anything but idle.
    package init(concurrency: Int, capacity: Int) {
        precondition(concurrency > 0 && capacity > 0, "a queue without room")
        self.concurrency = concurrency
        self.capacity = capacity
    }

    // MARK: Events

    /// From now on jobs start; before, they only wait.
    package mutating func open() -> [HookJob] {
        isOpen = true
        return starts()
    }

    /// From now on no job starts.
    package mutating func close() { isOpen = false }

    /// Another number of commands side by side.
    package mutating func resize(concurrency: Int) -> [HookJob] {
        precondition(concurrency > 0, "a queue without room")
        self.concurrency = concurrency
        return starts()
    }

    /// A push came. `newJob` is the id of the job it makes, unless one waits already. The second
    /// value are the jobs to start now.
    package mutating func push(
        _ work: HookWork, to lane: HookLane, newJob: String, claims: Set<ExactText>
    ) -> (HookAdmission, [HookJob]) {
        let track = HookTrack(lane, branch: work.branch)
        switch states[track] {
        case nil:
            guard states.count < capacity else { return (.full, []) }
            self.claims[track] = claims
            states[track] = .queued(HookJob(id: newJob, lane: lane, work: work))
            line.append(track)
            let started = starts()
            let isStarted = started.contains { $0.id == newJob }
            return (isStarted ? .started(job: newJob) : .queued(job: newJob), started)
        case .queued(var job):
            job.work = work.over(job.work)
            states[track] = .queued(job)
            self.claims[track] = claims
            return (.coalesced(job: job.id), [])
        case .pausing(var job, _):
            // What made the run fail may be what this push repairs.
            job.work = work.over(job.work)
            job.attempt = 1
            states[track] = .queued(job)
            self.claims[track] = claims
            line.append(track)
            return (.coalesced(job: job.id), starts())
        case .running(let job):
            let more = HookJob(id: newJob, lane: lane, work: work)
            states[track] = .runningMore(job, more: more)
            self.claims[track] = claims
            return (.queued(job: newJob), [])
        case .runningMore(let job, var more):
            more.work = work.over(more.work)
            states[track] = .runningMore(job, more: more)
            self.claims[track] = claims
            return (.coalesced(job: more.id), [])
        }
    }

    /// A run is due by the timer. Nil: the track has a job already, which does for it.
    package mutating func tick(
        _ work: HookWork, to lane: HookLane, newJob: String, claims: Set<ExactText>
    ) -> (HookAdmission, [HookJob])? {
        guard states[HookTrack(lane, branch: work.branch)] == nil else { return nil }
        return push(work, to: lane, newJob: newJob, claims: claims)
    }

    /// The command of a running track ended.
    package mutating func finished(
        _ track: HookTrack, isGood: Bool, retry: HookRetry, at now: Duration
    ) -> (HookFinish, [HookJob]) {
        release(track)
        switch states[track] {
        case .running(var job):
            if !isGood, let pause = retry.pause(after: job.attempt) {
                job.attempt += 1
                states[track] = .pausing(job, until: now + pause)
                return (.again(at: now + pause), starts())
            }
            states[track] = nil
            claims[track] = nil
        case .runningMore(_, let more):
            // The one more is a retry as well.
            states[track] = .queued(more)
            line.append(track)
        case let state:
            preconditionFailure("\(String(describing: state)) received finished")
        }
        return (.over, starts())
    }

    /// A command of an earlier server still runs: its track is running.
    package mutating func adopt(_ job: HookJob, claims: Set<ExactText>) {
        states[job.track] = .running(job)
        holding[job.track] = claims
        held.formUnion(claims)
    }

    /// Time has passed: pauses that are over end.
    package mutating func timePassed(to now: Duration) -> [HookJob] {
        var over: [(until: Duration, job: HookJob)] = []
        for case .pausing(let job, let until) in states.values where until <= now {
            over.append((until, job))
        }
        for (_, job) in over.sorted(by: { ($0.until, $0.job.id) < ($1.until, $1.job.id) }) {
            states[job.track] = .queued(job)
            line.append(job.track)
        }
        return over.isEmpty ? [] : starts()
    }

    /// The claims of every waiting track are asked for anew; those of running commands stay.
    package mutating func reclaim(_ newClaims: (HookLane) -> Set<ExactText>) -> [HookJob] {
        for track in states.keys { claims[track] = newClaims(track.lane) }
        return starts()
    }

    // MARK: Questions

    /// Tracks that are not idle.
    package var count: Int { states.count }
    /// Tracks whose command runs.
    package var runningCount: Int { holding.count }

    // MARK: Starts

    private mutating func release(_ track: HookTrack) {
        held.subtract(holding.removeValue(forKey: track) ?? [])
    }

    /// Takes from the line, in its order, every job that may run now.
    private mutating func starts() -> [HookJob] {
        guard isOpen, !line.isEmpty else { return [] }
        var started: [HookJob] = []
        var free = concurrency - holding.keys.count { $0.lane.receiver == .gitops }
        var rest: [HookTrack] = []
        for track in line {
            let wanted = claims[track] ?? []
            let hasSlot = track.lane.receiver == .deploy || free > 0
            guard hasSlot, held.isDisjoint(with: wanted), case .queued(let job)? = states[track]
            else {
                rest.append(track)
                continue
            }
            if track.lane.receiver == .gitops { free -= 1 }
            states[track] = .running(job)
            held.formUnion(wanted)
            holding[track] = wanted
            started.append(job)
        }
        line = rest
        return started
    }
}
