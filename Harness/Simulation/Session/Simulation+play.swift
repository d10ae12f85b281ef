import GitModel
import Push
import Reconcile

/// The phases of a case: the server starts, things happen, everything is healed, all must be well.
extension Simulation {
    func play() async -> CaseResult {
        prepare()
        var boundaries: [Int] = []
        let steps = [plan.start] + plan.steps
        for (index, planned) in steps.enumerated() where audit.violation == nil {
            step = StepProgress()
            step.index = index
            step.name = index == 0 ? "start" : planned.command.name
            step.faults = planned.faults
            step.interruptions = planned.interruptions
            story.begin(planned)
            await carryOut(planned.command)
            if audit.violation == nil {
                await rest()
                tellStep()
            }
            boundaries.append(step.boundaries)
        }
        if audit.violation == nil { await healAndSettle() }
        return CaseResult(
            violation: audit.violation, hash: log.hash, marks: marks, boundaries: boundaries,
            events: log.lines, story: story, consultations: consultations, book: book)
    }

    /// Leaves the world alone, as long as the case says.
    private func rest() async {
        guard plan.rest > 0 else { return }
        await wait(plan.rest)
        await finishStep()
    }

    private func tellStep() {
        story.end(
            StoryState(
                local: book.records(of: localTip), isOnRemote: originTip == localTip,
                push: memory.machine.summary.state.rawValue,
                conflictBranches: refs.keys.count { ConflictBranch(ref: $0) != nil },
                remoteConflictBranches: origin.keys.count { ConflictBranch(ref: $0) != nil }))
    }

    private func prepare() {
        let first = makeCommit(
            plan.records.mapValues { RecordValue.fields(["name": $0]) }, on: nil)
        var shared = first
        story.shared = [book.records(of: first)]
        for edit in plan.shared {
            shared = makeCommit(edit, on: shared)
            story.shared.append(book.records(of: shared))
        }
        var local = shared
        for edit in plan.local {
            local = makeCommit(edit, on: local)
            audit.own.append(local)
            story.local.append(book.records(of: local))
        }
        var remote: CommitID? = shared
        if plan.isUnrelated { remote = nil }
        for edit in plan.remote {
            remote = makeCommit(edit, on: remote)
            story.remote.append(book.records(of: remote))
        }
        if remote == nil { story.remote.append([:]) }
        refs[Self.branch.ref] = local
        origin[Self.branch.ref] = remote ?? makeCommit([:], on: nil)
        if plan.hasTagNamedLikeBranch, let tag = RefName("refs/tags/main") {
            origin[tag] = first
        }
    }

    private func carryOut(_ command: CaseCommand) async {
        log.add(command.name, "step \(step.index)", step.index)
        switch command {
        case .reload: _ = await judgedReload(explicit: false, adopting: nil)
        case .reconcile(let adoption): _ = await judgedReload(explicit: true, adopting: adoption)
        case .write(let edit): await write(edit)
        case .restart:
            stop()
            _ = await judgedBoot()
        case .advanceClock(let seconds): await wait(seconds)
        default: _ = people(command)
        }
        await finishStep()
    }

    /// What was put off, what the push daemon asked for, and the restart after a crash.
    private func finishStep() async {
        noteLedgers()
        for command in step.deferred where isAlive { await interfere(command) }
        step.deferred = []
        for _ in 0..<3 where isAlive && memory.wantsReconcile {
            memory.wantsReconcile = false
            _ = await judgedReload(explicit: true, adopting: nil)
        }
        memory.wantsReconcile = false
        noteLedgers()
        if !isAlive {
            step.isDisturbed = true
            noteLedgers()
            step.interruptions = [:]
            _ = await judgedBoot()
            noteLedgers()
        }
        checkServed()
        checkNothingLost()
    }

    /// Something that happens while the server is at something else.
    func interfere(_ command: CaseCommand) async {
        if people(command) { return }
        switch command {
        case .write(let edit):
            guard !memory.isLocked else { return step.deferred.append(command) }
            await write(edit)
        case .reload, .reconcile:
            guard !memory.isLocked, !memory.isReloading else {
                return step.deferred.append(command)
            }
            _ = await reload(policy(explicit: command != .reload, adopting: nil))
        case .advanceClock(let seconds): time.advance(to: time.now + .seconds(seconds))
        default: break
        }
    }

    /// Lets time go by; the push daemon is woken when it wants to be.
    private func wait(_ seconds: Int) async {
        let end = time.now + .seconds(seconds)
        while isAlive, let wake = memory.wake, wake <= end, audit.violation == nil {
            time.advance(to: wake)
            memory.wake = nil
            _ = await runDaemon()
        }
        time.advance(to: end)
    }

    func policy(explicit: Bool, adopting adoption: Adoption?) -> ReconcilePolicy {
        ReconcilePolicy(replays: explicit || plan.reconcilesAlways, adoption: adoption)
    }

    // MARK: Liveness

    /// Everything is healed, an operator decides what only an operator can: then branch, remote
    /// and what is served must become one.
    private func healAndSettle() async {
        step = StepProgress()
        step.index = plan.steps.count + 1
        step.name = "liveness"
        story.isOver = true
        brokenNetwork = nil
        var adoption: Adoption?
        for _ in 0..<8 where audit.violation == nil {
            await wait(7_200)
            let end = await judgedReload(explicit: true, adopting: adoption)
            noteLedgers()
            guard case .refused(let refusal) = end else { break }
            switch refusal.code {
            case "remote-rewritten": adoption = .remoteRewritten
            case "unrelated-histories": adoption = .unrelatedHistories
            case "remote-branch-missing" where localTip != nil: adoption = .remoteBranchMissing
            case "remote-branch-missing":
                _ = people(.remoteCommit(.set("jane", field: "name", to: "z")))
            case "rebuild-failed": _ = people(.remoteCommit(.repair))
            default: violate("liveness", "healed, and still \(refusal.code)")
            }
        }
        for _ in 0..<3 where audit.violation == nil {
            await wait(7_200)
            await finishStep()
        }
        checkSettled()
    }

    private func checkSettled() {
        let all = [localTip, originTip, memory.served?.commit]
        if Set(all).count > 1 {
            violate(
                "liveness", "branch, remote, served: \(all.map { name($0) })")
        }
        var kept = Array(origin.values)
        for (ref, tip) in refs where ConflictBranch(ref: ref) != nil {
            if !book.ancestors(of: tip).intersection(audit.takenBack).isEmpty {
                kept.append(tip)
            } else if origin[ref] != tip {
                violate("liveness", "\(ref) is not on the remote")
            }
        }
        checkKept(by: kept, where: "no branch of the remote")
    }
}
