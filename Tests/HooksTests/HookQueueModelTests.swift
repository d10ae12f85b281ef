import GitModel
import Hooks
import Testing

/// Random sequences of events, against a model that only counts.
@Suite struct HookQueueModelTests {
    /// What must hold, told by who pushed when and who ran when.
    struct Model {
        let concurrency: Int
        var running: [HookLane: HookJob] = [:]
        /// The number of the newest push of each lane.
        var newest: [HookLane: Int] = [:]
        /// The number of the push each lane's newest run was started for.
        var ran: [HookLane: Int] = [:]
        /// Pushes since the lane's newest start.
        var pending: [HookLane: Int] = [:]

        mutating func started(_ jobs: [HookJob], _ claims: (HookLane) -> ExactText) {
            for job in jobs {
                #expect(running[job.lane] == nil, "two runs of one lane")
                let held = running.keys.map(claims)
                #expect(!held.contains(claims(job.lane)), "two runs with one claim")
                running[job.lane] = job
                let number = Int(job.work.commit) ?? -1
                #expect(number == newest[job.lane], "a run for another push than the newest")
                ran[job.lane] = number
                pending[job.lane] = 0
            }
            #expect(running.count <= concurrency)
        }
    }

    @Test(arguments: 1...300)
    func randomEventsKeepTheRules(seed: UInt64) {
        var chance = Chance(seed)
        let concurrency = chance.number(1...4)
        let lanes = (0..<chance.number(1...7)).map { HookLane(.gitops, "r\($0)") }
        // Some lanes share a claim.
        let groups = chance.number(1...7)
        func claims(_ lane: HookLane) -> ExactText {
            ExactText("\((Int(lane.repository.dropFirst()) ?? 0) % groups)")
        }
        var queue = HookQueue(concurrency: concurrency, capacity: 100)
        var model = Model(concurrency: concurrency)
        var now = Duration.zero
        var next = 0
        model.started(queue.open(), claims)
        for _ in 0..<400 {
            next += 1
            switch chance.number(0...9) {
            case 0...4:
                let lane = lanes[chance.number(0...lanes.count - 1)]
                let isRunning = model.running[lane] != nil
                let isWaiting = model.pending[lane, default: 0] > 0
                model.newest[lane] = next
                model.pending[lane, default: 0] += 1
                let (admission, starts) = queue.push(
                    HookWork(branch: "main", commit: "\(next)"), to: lane, newJob: "\(next)",
                    claims: [claims(lane)])
                if isRunning {
                    let wanted =
                        isWaiting
                        ? admission != .queued(job: "\(next)")
                        : admission == .queued(job: "\(next)")
                    #expect(wanted, "\(admission) in a lane that runs")
                }
                model.started(starts, claims)
            case 5...8:
                guard !model.running.isEmpty else { continue }
                let running = model.running.keys.sorted { $0.repository < $1.repository }
                let lane = running[chance.number(0...running.count - 1)]
                model.running[lane] = nil
                let retry = HookRetry(retries: chance.number(0...2), backoff: .seconds(5))
                let (_, starts) = queue.finished(
                    lane.main, isGood: chance.number(0...1) == 0, retry: retry, at: now)
                model.started(starts, claims)
            default:
                now += .seconds(chance.number(0...20))
                model.started(queue.timePassed(to: now), claims)
            }
        }
        drain(&queue, &model, claims)
    }

    /// Every run ends well: then the newest push of each lane had its run, and all is idle.
    private func drain(
        _ queue: inout HookQueue, _ model: inout Model, _ claims: (HookLane) -> ExactText
    ) {
        let noRetry = HookRetry(retries: 0, backoff: .zero)
        model.started(queue.timePassed(to: .seconds(1_000_000)), claims)
        for _ in 0..<100 {
            guard let lane = model.running.keys.first else { break }
            model.running[lane] = nil
            model.started(
                queue.finished(lane.main, isGood: true, retry: noRetry, at: .zero).1, claims)
        }
        #expect(model.running.isEmpty)
        #expect(queue.count == 0)
        #expect(model.ran == model.newest)
    }
}
