import GitModel
import Hooks
import Testing

/// The queue's full state × event table, and stories about turns, claims and room.
@Suite struct HookQueueTests {
    static let lane = HookLane(.gitops, "acme/site")

    enum Start: String, CaseIterable { case idle, queued, pausing, running, runningMore }
    enum Event: String, CaseIterable { case push, tick, good, bad, badLast, early, late, close }

    struct Row: CustomTestStringConvertible {
        let start: Start
        let event: Event
        /// What the queue answers, in words.
        let answer: String
        var testDescription: String { "\(start) received \(event) → \(answer)" }
    }

    /// One lane; `held` is a slot taken by another lane, so that a queued job stays queued. The
    /// first job is j1, what waits behind it j2, what the event makes j9.
    static let table: [Row] = [
        Row(start: .idle, event: .push, answer: "started j9; starts j9/9"),
        Row(start: .idle, event: .tick, answer: "started j9; starts j9/9"),
        Row(start: .idle, event: .early, answer: "starts nothing"),
        Row(start: .idle, event: .late, answer: "starts nothing"),
        Row(start: .idle, event: .close, answer: "then nothing"),
        Row(start: .queued, event: .push, answer: "coalesced j1; starts nothing"),
        Row(start: .queued, event: .tick, answer: "nothing"),
        Row(start: .queued, event: .early, answer: "starts nothing"),
        Row(start: .queued, event: .late, answer: "starts nothing"),
        Row(start: .queued, event: .close, answer: "then nothing"),
        Row(start: .pausing, event: .push, answer: "coalesced j1; starts j1/9"),
        Row(start: .pausing, event: .tick, answer: "nothing"),
        Row(start: .pausing, event: .early, answer: "starts nothing"),
        Row(start: .pausing, event: .late, answer: "starts j1/1"),
        Row(start: .pausing, event: .close, answer: "then nothing"),
        Row(start: .running, event: .push, answer: "queued j9; starts nothing"),
        Row(start: .running, event: .tick, answer: "nothing"),
        Row(start: .running, event: .good, answer: "over; starts nothing"),
        Row(start: .running, event: .bad, answer: "again at 10; starts nothing"),
        Row(start: .running, event: .badLast, answer: "over; starts nothing"),
        Row(start: .running, event: .early, answer: "starts nothing"),
        Row(start: .running, event: .late, answer: "starts nothing"),
        Row(start: .running, event: .close, answer: "then nothing"),
        Row(start: .runningMore, event: .push, answer: "coalesced j2; starts nothing"),
        Row(start: .runningMore, event: .tick, answer: "nothing"),
        Row(start: .runningMore, event: .good, answer: "over; starts j2/2"),
        Row(start: .runningMore, event: .bad, answer: "over; starts j2/2"),
        Row(start: .runningMore, event: .badLast, answer: "over; starts j2/2"),
        Row(start: .runningMore, event: .early, answer: "starts nothing"),
        Row(start: .runningMore, event: .late, answer: "starts nothing"),
        Row(start: .runningMore, event: .close, answer: "then nothing"),
    ]

    @Test(arguments: table)
    func answersEveryEventInEveryState(row: Row) {
        var queue = Self.queue(in: row.start)
        let answer: String
        switch row.event {
        case .push:
            let (admission, starts) = queue.push(
                Self.work(9), to: Self.lane, newJob: "j9", claims: [])
            answer = "\(Self.text(admission)); \(Self.text(starts))"
        case .tick:
            let result = queue.tick(Self.work(9), to: Self.lane, newJob: "j9", claims: [])
            answer = result.map { "\(Self.text($0.0)); \(Self.text($0.1))" } ?? "nothing"
        case .good, .bad, .badLast:
            let retry = HookRetry(retries: row.event == .bad ? 1 : 0, backoff: .seconds(10))
            let (finish, starts) = queue.finished(
                Self.lane.main, isGood: row.event == .good, retry: retry, at: .zero)
            answer = "\(Self.text(finish)); \(Self.text(starts))"
        case .early: answer = Self.text(queue.timePassed(to: .seconds(9)))
        case .late: answer = Self.text(queue.timePassed(to: .seconds(10)))
        case .close:
            queue.close()
            let (_, starts) = queue.push(
                Self.work(9), to: HookLane(.gitops, "acme/new"), newJob: "j9", claims: [])
            answer = starts.isEmpty ? "then nothing" : Self.text(starts)
        }
        #expect(answer == row.answer)
    }

    @Test func theTableIsComplete() {
        // A command that does not run cannot end, well or badly: three states, three events.
        let states = Start.allCases.count * Event.allCases.count
        #expect(Self.table.count == states - 9)
    }

    @Test(arguments: [Start.idle, .queued, .pausing])
    func theEndOfACommandThatDoesNotRunStopsTheProgram(start: Start) async {
        switch start {
        case .idle:
            await #expect(processExitsWith: .failure) { Self.finish(.idle) }
        case .queued:
            await #expect(processExitsWith: .failure) { Self.finish(.queued) }
        default:
            await #expect(processExitsWith: .failure) { Self.finish(.pausing) }
        }
    }

    private static func finish(_ start: Start) {
        var queue = queue(in: start)
        _ = queue.finished(lane.main, isGood: true, retry: noRetry, at: .zero)
    }

    // MARK: Stories

    @Test func aPushDuringARunLeadsToOneMoreWithTheNewestCommit() {
        var queue = Self.opened()
        _ = queue.push(Self.work(1), to: Self.lane, newJob: "j1", claims: [])
        for number in 2...50 {
            _ = queue.push(Self.work(number), to: Self.lane, newJob: "j\(number)", claims: [])
        }
        let (_, more) = queue.finished(Self.lane.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(more == [HookJob(id: "j2", lane: Self.lane, work: Self.work(50))])
        let (_, none) = queue.finished(Self.lane.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(none.isEmpty)
        #expect(queue.count == 0)
    }

    @Test func aManualRunTakesNothingFromAWaitingPush() {
        var queue = Self.opened()
        let manual = HookWork(branch: "main")
        _ = queue.push(manual, to: Self.lane, newJob: "j1", claims: [])
        _ = queue.push(Self.work(2), to: Self.lane, newJob: "j2", claims: [])
        let again = queue.push(manual, to: Self.lane, newJob: "j3", claims: []).0
        #expect(again == .coalesced(job: "j2"))
        let (_, more) = queue.finished(Self.lane.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(more == [HookJob(id: "j2", lane: Self.lane, work: Self.work(2))])
    }

    @Test func lanesTakeTurns() {
        var queue = Self.opened(concurrency: 1)
        var order: [String] = []
        func take(_ jobs: [HookJob]) { order += jobs.map(\.lane.repository) }
        for name in ["a", "b", "c"] {
            take(queue.push(Self.work(1), to: HookLane(.gitops, name), newJob: name, claims: []).1)
        }
        // However often `a` is pushed, `b` and `c` come first.
        for _ in 0..<5 {
            _ = queue.push(Self.work(2), to: HookLane(.gitops, "a"), newJob: "a2", claims: [])
        }
        for _ in 0..<4 {
            let lane = HookLane(.gitops, order.last ?? "")
            take(queue.finished(lane.main, isGood: true, retry: Self.noRetry, at: .zero).1)
        }
        #expect(order == ["a", "b", "c", "a"])
    }

    @Test func anotherBranchIsAnotherRunAfterIt() {
        var queue = Self.opened()
        func push(_ branch: String, _ job: String) -> HookAdmission {
            queue.push(HookWork(branch: branch), to: Self.lane, newJob: job, claims: ["c"]).0
        }
        #expect(push("main", "m1") == .started(job: "m1"))
        #expect(push("main", "m2") == .queued(job: "m2"))
        #expect(push("dev", "d1") == .queued(job: "d1"))
        #expect(push("main", "m3") == .coalesced(job: "m2"))
        #expect(push("dev", "d2") == .coalesced(job: "d1"))
        let (_, first) = queue.finished(
            Self.lane.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(first.map(\.id) == ["d1"])
        let dev = HookTrack(Self.lane, branch: "dev")
        let (_, second) = queue.finished(dev, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(second.map(\.id) == ["m2"])
    }

    @Test func aCommandOfAnEarlierServerIsWaitedFor() {
        var queue = HookQueue(concurrency: 1, capacity: 9)
        let deploy = HookLane(.deploy, "acme/site")
        queue.adopt(HookJob(id: "old", lane: deploy, work: Self.work(1)), claims: ["c"])
        _ = queue.open()
        let (next, none) = queue.push(Self.work(2), to: deploy, newJob: "next", claims: ["c"])
        #expect(next == .queued(job: "next"))
        #expect(none.isEmpty)
        let (_, starts) = queue.finished(deploy.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(starts.map(\.id) == ["next"])
    }

    @Test func twoLanesWithOneClaimNeverRunTogether() {
        var queue = Self.opened()
        let (one, other) = (HookLane(.gitops, "acme/x"), HookLane(.gitops, "other/x"))
        let a = queue.push(Self.work(1), to: one, newJob: "a", claims: ["c"]).0
        #expect(a == .started(job: "a"))
        let b = queue.push(Self.work(1), to: other, newJob: "b", claims: ["c"]).0
        #expect(b == .queued(job: "b"))
        let free = HookLane(.gitops, "free/y")
        let f = queue.push(Self.work(1), to: free, newJob: "f", claims: ["d"]).0
        #expect(f == .started(job: "f"))
        let (_, starts) = queue.finished(one.main, isGood: true, retry: Self.noRetry, at: .zero)
        #expect(starts.map(\.id) == ["b"])
    }

    @Test func aDeploymentWaitsForNoSlot() {
        var queue = Self.opened(concurrency: 1)
        _ = queue.push(Self.work(1), to: Self.lane, newJob: "a", claims: ["x"])
        let deploy = HookLane(.deploy, "acme/live")
        let d = queue.push(Self.work(1), to: deploy, newJob: "d", claims: ["y"]).0
        #expect(d == .started(job: "d"))
        let second = HookLane(.gitops, "acme/b")
        let b = queue.push(Self.work(1), to: second, newJob: "b", claims: ["z"]).0
        #expect(b == .queued(job: "b"))
    }

    @Test func aFullQueueStillTakesPushesOfTheLanesItHas() {
        var queue = HookQueue(concurrency: 1, capacity: 2)
        _ = queue.open()
        for name in ["a", "b"] {
            _ = queue.push(Self.work(1), to: HookLane(.gitops, name), newJob: name, claims: [])
        }
        let third = HookLane(.gitops, "c")
        let c = queue.push(Self.work(1), to: third, newJob: "c", claims: []).0
        #expect(c == .full)
        let second = HookLane(.gitops, "b")
        let x = queue.push(Self.work(2), to: second, newJob: "x", claims: []).0
        #expect(x == .coalesced(job: "b"))
    }

    @Test func retriesDoubleTheirPauseAndEnd() {
        var queue = Self.opened()
        let retry = HookRetry(retries: 3, backoff: .seconds(10))
        _ = queue.push(Self.work(1), to: Self.lane, newJob: "j", claims: [])
        var now = Duration.zero
        for pause in [10, 20, 40] {
            let (finish, _) = queue.finished(Self.lane.main, isGood: false, retry: retry, at: now)
            now += .seconds(pause)
            #expect(finish == .again(at: now))
            #expect(queue.timePassed(to: now - .milliseconds(1)).isEmpty)
            #expect(queue.timePassed(to: now).map(\.id) == ["j"])
        }
        #expect(queue.finished(Self.lane.main, isGood: false, retry: retry, at: now).0 == .over)
    }

    @Test func nothingStartsBeforeTheQueueIsOpen() {
        var queue = HookQueue(concurrency: 4, capacity: 10)
        let (admission, starts) = queue.push(Self.work(1), to: Self.lane, newJob: "j", claims: [])
        #expect(admission == .queued(job: "j"))
        #expect(starts.isEmpty)
        #expect(queue.open().map(\.id) == ["j"])
    }

    @Test func moreConcurrencyStartsWhatWaits() {
        var queue = Self.opened(concurrency: 1)
        for name in ["a", "b", "c"] {
            _ = queue.push(Self.work(1), to: HookLane(.gitops, name), newJob: name, claims: [])
        }
        #expect(queue.resize(concurrency: 3).map(\.id) == ["b", "c"])
    }

    // MARK: Help

    static let noRetry = HookRetry(retries: 0, backoff: .zero)

    static func work(_ number: Int) -> HookWork {
        HookWork(branch: "main", commit: "\(number)", delivery: nil)
    }

    static func opened(concurrency: Int = 4) -> HookQueue {
        var queue = HookQueue(concurrency: concurrency, capacity: 100)
        _ = queue.open()
        return queue
    }

    static func queue(in start: Start) -> HookQueue {
        var queue = opened(concurrency: start == .queued ? 1 : 4)
        if start == .queued {
            _ = queue.push(work(0), to: HookLane(.gitops, "held"), newJob: "held", claims: [])
        }
        guard start != .idle else { return queue }
        _ = queue.push(work(1), to: lane, newJob: "j1", claims: [])
        if start == .pausing {
            let retry = HookRetry(retries: 1, backoff: .seconds(10))
            _ = queue.finished(lane.main, isGood: false, retry: retry, at: .zero)
        }
        if start == .runningMore { _ = queue.push(work(2), to: lane, newJob: "j2", claims: []) }
        return queue
    }

    static func text(_ admission: HookAdmission) -> String {
        switch admission {
        case .started(let job): "started \(job)"
        case .queued(let job): "queued \(job)"
        case .coalesced(let job): "coalesced \(job)"
        case .full: "full"
        }
    }

    static func text(_ finish: HookFinish) -> String {
        switch finish {
        case .over: "over"
        case .again(let time): "again at \(time.components.seconds)"
        }
    }

    static func text(_ starts: [HookJob]) -> String {
        guard !starts.isEmpty else { return "starts nothing" }
        return "starts " + starts.map { "\($0.id)/\($0.work.commit)" }.joined(separator: ", ")
    }
}
