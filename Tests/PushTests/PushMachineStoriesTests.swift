import GitModel
import Push
import Testing

@Suite("Stories of the push machine") struct PushMachineStoriesTests {
    typealias Table = MachineTable

    private func offline(_ reason: PushReason = .unreachable) -> PushOutcome {
        .lineFailed(LineFailure(reason: reason, "x"))
    }

    /// Tries as soon as the machine lets one, `count` times, and lists the waits between.
    private func waits(
        _ machine: inout PushStateMachine, _ outcome: PushOutcome, count: Int
    ) -> [Duration] {
        var (now, waits) = (Duration.zero, [Duration]())
        while waits.count < count {
            switch machine.next(at: now) {
            case .attempt(let lane, _):
                _ = machine.finished(lane, outcome, at: now)
            case .wait(let until?):
                waits.append(until - now)
                now = until
            case .askReconcile: break
            case .wait(nil), .stop: return waits
            }
        }
        return waits
    }

    @Test func theBackoffDoublesUpToItsCapAndStartsAnew() {
        var machine = Table.State.ready.machine
        let found = waits(&machine, offline(), count: 6)
        #expect(found == [1, 2, 4, 8, 8, 8].map { .seconds($0) })
        _ = machine.next(at: .seconds(100))
        _ = machine.finished(.branch, .confirmed, at: .seconds(100))
        _ = machine.update([.branch: .push(Table.new)], at: .seconds(100))
        _ = machine.next(at: .seconds(100))
        _ = machine.finished(.branch, offline(), at: .seconds(100))
        #expect(machine.next(at: .seconds(100)) == .wait(until: .seconds(101)))
    }

    @Test func jitterSpreadsTheWaitsWithinItsPart() {
        let timing = PushTiming(base: .seconds(1), cap: .seconds(100), jitter: 0.5)
        var first: Set<Duration> = []
        for seed in 0..<100 {
            var machine = PushStateMachine(timing: timing, seed: UInt64(seed))
            _ = machine.update([.branch: .push(Table.old)], at: .zero)
            let found = waits(&machine, offline(), count: 9)
            for (index, wait) in found.enumerated() {
                let exact = min(Duration.seconds(1 << index), .seconds(100))
                #expect(wait >= exact * 0.75 && wait <= min(exact * 1.25, .seconds(100)))
            }
            first.insert(found[0])
        }
        #expect(first.count > 50)
    }

    @Test func aHaltDoesNothingForTwoHoursButOneAttemptForANewTip() {
        var machine = Table.State.halted.machine
        for minute in 0..<120 {
            _ = machine.update([.branch: .push(Table.old)], at: .seconds(minute * 60))
            #expect(machine.next(at: .seconds(minute * 60)) == .wait(until: nil))
        }
        _ = machine.update([.branch: .push(Table.new)], at: .seconds(7200))
        #expect(machine.next(at: .seconds(7200)) == .attempt(.branch, .push(Table.new)))
        let news = machine.finished(
            .branch, .diverged(.nonFastForward, "x"), at: .seconds(7200))
        #expect(news == [.failed(.branch, .nonFastForward, attempt: 2, message: "x")])
        _ = machine.next(at: .seconds(9000))
        #expect(machine.next(at: .seconds(9000)) == .wait(until: nil))
    }

    @Test(
        "new tips every 10 ms",
        arguments: [PushOutcome.diverged(.nonFastForward, "x"), .declined("x")])
    func manyNewTipsMakeNoSpin(outcome: PushOutcome) {
        var machine = PushStateMachine(timing: Table.timing, seed: 1)
        var attempts = 0
        for step in 0..<6000 {
            let now = Duration.milliseconds(step * 10)
            let tip = step.isMultiple(of: 2) ? Table.old : Table.new
            _ = machine.update([.branch: .push(tip)], at: now)
            while case .askReconcile = machine.next(at: now) {}
            guard machine.summary.state == .pushing else { continue }
            attempts += 1
            _ = machine.finished(.branch, outcome, at: now)
        }
        // At 0, 1, 3, 7, 15, … 55 s.
        #expect(attempts == 10, "in a minute")
    }

    @Test func reconcilesThatDoNotHelpAreAskedForEverMoreSeldom() {
        var machine = Table.State.ready.machine
        var asked: [Duration] = []
        var now = Duration.zero
        while asked.count < 6 {
            switch machine.next(at: now) {
            case .attempt:
                _ = machine.finished(.branch, .diverged(.nonFastForward, "x"), at: now)
            case .askReconcile:
                asked.append(now)
                machine.reconciled()
            case .wait(let until?): now = until
            case .wait(nil), .stop: Issue.record("it gave up")
            }
        }
        #expect(asked == [0, 1, 3, 7, 15, 23].map { .seconds($0) })
    }

    @Test(
        "a refused look at the remote halts the branch until a look or a push succeeds",
        arguments: [
            PushReason.nonFastForward, .remoteBranchMissing,
        ])
    func aRefusedLookHalts(reason: PushReason) {
        var machine = Table.State.unseen.machine
        #expect(machine.summary.state == .idle)
        #expect(machine.refused(reason) == [.refused(reason)])
        #expect(machine.refused(reason).isEmpty, "told once")
        #expect(machine.summary.state == .halted && machine.summary.reason == reason)
        // A new tip looks again; that alone tells nothing new.
        _ = machine.update([.branch: .unseen(Table.new)], at: .seconds(1))
        #expect(machine.next(at: .seconds(1)) == .attempt(.branch, .unseen(Table.new)))
        #expect(machine.finished(.branch, .seen, at: .seconds(1)).isEmpty)
        #expect(machine.summary.state == .halted)
        var pushing = machine
        pushing.reconciled()
        #expect(pushing.summary.state == .idle)
        _ = machine.update([.branch: .push(Table.new)], at: .seconds(2))
        #expect(machine.next(at: .seconds(9)) == .attempt(.branch, .push(Table.new)))
        _ = machine.finished(.branch, .confirmed, at: .seconds(9))
        #expect(machine.summary.state == .idle)
    }

    @Test func whatAPushFoundIsNotToldAgainByAReload() {
        var machine = Table.State.halted.machine
        #expect(machine.refused(.nonFastForward).isEmpty)
        var other = Table.State.ready.machine
        _ = other.refused(.remoteBranchMissing)
        _ = other.next(at: .zero)
        let news = other.finished(.branch, .diverged(.remoteBranchMissing, "x"), at: .zero)
        #expect(!news.contains(.attention(.branch, .remoteBranchMissing)), "\(news)")
    }

    @Test func whatCannotBeRememberedAsDoneIsNotPushedForEver() {
        var machine = Table.State.ready.machine
        for second in 0..<3 {
            #expect(
                machine.next(at: .seconds(second)) == .attempt(.branch, .push(Table.old)))
            _ = machine.finished(.branch, .confirmed, at: .seconds(second))
            _ = machine.update([.branch: .push(Table.old)], at: .seconds(second))
            #expect(
                machine.next(at: .seconds(second)) == .wait(until: .seconds(second + 1)))
        }
        // Once it was done, the same tip is a new one.
        _ = machine.update([:], at: .seconds(3))
        _ = machine.update([.branch: .push(Table.old)], at: .seconds(3))
        #expect(machine.next(at: .seconds(3)) == .attempt(.branch, .push(Table.old)))
    }

    @Test func aHumanIsToldOnceUntilItIsWell() {
        var machine = Table.State.ready.machine
        func attentions(_ outcome: PushOutcome, at seconds: Int) -> Int {
            _ = machine.next(at: .seconds(seconds))
            let news = machine.finished(.branch, outcome, at: .seconds(seconds))
            return news.count { if case .attention = $0 { true } else { false } }
        }
        #expect(attentions(.declined("x"), at: 0) == 1)
        #expect(attentions(.declined("x"), at: 700) == 0)
        #expect(attentions(offline(.authentication), at: 1400) == 1)
        #expect(attentions(offline(.authentication), at: 2100) == 0)
        #expect(attentions(.confirmed, at: 2800) == 0)
        _ = machine.update([.branch: .push(Table.new)], at: .seconds(2800))
        #expect(attentions(.declined("x"), at: 2800) == 1)
    }
}

@Suite("Stories of several lanes") struct PushLanesStoriesTests {
    typealias Table = MachineTable
    private let kept = PushLane.conflict(branch("conflicts/2026-11-21T09-00-00Z"))
    private let later = PushLane.conflict(branch("conflicts/2026-11-21T10-00-00Z"))

    private func machine(_ wants: [PushLane: PushWant]) -> PushStateMachine {
        var machine = PushStateMachine(timing: Table.timing, seed: 1)
        _ = machine.update(wants, at: .zero)
        return machine
    }

    @Test func theBranchGoesFirstAndTheOthersByName() {
        var machine = machine([
            later: .push(commit("d")), .branch: .push(commit("a")), kept: .push(commit("c")),
        ])
        var lanes: [PushLane] = []
        while case .attempt(let lane, _) = machine.next(at: .zero) {
            lanes.append(lane)
            _ = machine.finished(lane, .confirmed, at: .zero)
        }
        #expect(lanes == [.branch, kept, later])
        #expect(machine.isComplete)
    }

    @Test func aHaltedBranchDoesNotKeepTheConflictBranchBack() {
        var machine = machine([.branch: .push(commit("a")), kept: .push(commit("c"))])
        _ = machine.next(at: .zero)
        _ = machine.finished(.branch, .declined("protected"), at: .zero)
        #expect(machine.next(at: .zero) == .attempt(kept, .push(commit("c"))))
        _ = machine.finished(kept, .confirmed, at: .zero)
        #expect(machine.summary.state == .backingOff)
        #expect(machine.summary.reason == .remoteRejected)
        #expect(!machine.isComplete)
    }

    @Test func aLineThatFailsIsNotTriedByTheOtherLanes() {
        var machine = machine([.branch: .push(commit("a")), kept: .push(commit("c"))])
        _ = machine.next(at: .zero)
        let failure = LineFailure(reason: .timeout, "x")
        _ = machine.finished(.branch, .lineFailed(failure), at: .zero)
        #expect(machine.next(at: .zero) == .wait(until: .seconds(1)))
        #expect(machine.next(at: .seconds(1)) == .attempt(.branch, .push(commit("a"))))
    }

    @Test func aNewTipDoesNotShortenTheBackoffOfTheLine() {
        var machine = Table.State.offline.machine
        for second in 1...5 {
            _ = machine.next(at: .seconds(second * 20))
            _ = machine.finished(
                .branch, .lineFailed(LineFailure(reason: .unreachable, "x")),
                at: .seconds(second * 20))
        }
        _ = machine.update([.branch: .push(Table.new)], at: .seconds(101))
        #expect(machine.next(at: .seconds(101)) == .wait(until: .seconds(108)))
    }

    @Test func whatIsHeldIsToldOnceAndDoesNotCount() {
        var machine = PushStateMachine(timing: Table.timing, seed: 1)
        let wants: [PushLane: PushWant] = [kept: .held(commit("c"))]
        #expect(machine.update(wants, at: .zero) == [.held(kept)])
        #expect(machine.update(wants, at: .zero).isEmpty)
        #expect(machine.next(at: .zero) == .wait(until: nil))
        #expect(machine.isComplete)
        #expect(machine.summary.state == .idle)
        // The branch itself is not on the remote while it is held.
        _ = machine.update([.branch: .held(commit("a"))], at: .zero)
        #expect(!machine.isComplete)
    }

    @Test func conflictBranchesWaitForTheFirstReconcile() {
        var machine = machine([.branch: .unseen(commit("a")), kept: .unseen(commit("c"))])
        #expect(machine.next(at: .zero) == .attempt(.branch, .unseen(commit("a"))))
        _ = machine.finished(.branch, .seen, at: .zero)
        #expect(machine.next(at: .zero) == .askReconcile)
        #expect(machine.next(at: .seconds(9000)) == .wait(until: nil))
        machine.reconciled()
        _ = machine.update([kept: .push(commit("c"))], at: .seconds(9000))
        #expect(machine.next(at: .seconds(9000)) == .attempt(kept, .push(commit("c"))))
    }

    @Test func anUnreadableQueueIsReadAgainAfterTheBackoff() {
        var machine = PushStateMachine(timing: Table.timing, seed: 1)
        #expect(machine.queueFailed("corrupt", at: .zero).count == 3)
        #expect(machine.queueFailed("corrupt", at: .milliseconds(500)).isEmpty)
        #expect(machine.next(at: .zero) == .wait(until: .seconds(1)))
        #expect(machine.queueFailed("corrupt", at: .seconds(1)).count == 2)
        #expect(machine.next(at: .seconds(1)) == .wait(until: .seconds(3)))
    }
}
