import GitAccess
import GitModel
import Reconcile

/// Where the server can be stopped, disturbed and watched.
extension Simulation {
    /// The boundary before a change of the clone, which may fail there.
    func act(_ action: String) async throws(GitError) {
        try await boundary(action)
        guard case .failure(let diskFull) = step.pendingFailure else { return }
        step.pendingFailure = nil
        marks.insert(.fault(diskFull ? "disk-full" : "disk-error"))
        throw GitError(
            code: .generic, category: .operatingSystem, operation: "simulated",
            message: diskFull ? "No space left on device" : "Input/output error")
    }

    /// One action is over and the next has not begun.
    func boundary(_ name: String) async throws(GitError) {
        try requireAlive()
        step.boundaries += 1
        log.add(name, "boundary \(step.boundaries)", step.boundaries)
        story.pass(name)
        guard let interruption = step.interruptions.removeValue(forKey: step.boundaries)
        else { return }
        step.isDisturbed = true
        switch interruption {
        case .crash:
            marks.insert(.crash(name))
            story.crash(at: name)
            crash()
        case .failure: step.pendingFailure = interruption
        case .command(let command):
            step.hadCommand = true
            await interfere(command)
        }
        try requireAlive()
    }

    /// As `boundary`, for what cannot fail: a process that is gone shows at its next action.
    func point(_ name: String) async {
        try? await boundary(name)
    }

    private func crash() {
        log.add("crash", "the process is gone")
        isAlive = false
    }

    /// The hooks that surround the server's effects, the wrong ones of a mutant among them.
    var hooks: EffectHooks {
        let (time, mutant) = (time, mutant)
        return EffectHooks(
            now: { time.date },
            point: { [self] name in await point(name) },
            replaces: { effect in mutant?.leavesOut(effect) ?? false })
    }
}
