import GitAccess
import Push

/// The push daemon: the server's queue, attempts and state machine, with a loop of our own.
extension Simulation {
    /// More turns than this without waiting is a daemon that spins.
    private static let turns = 60

    /// Lets the daemon do all that is due now. True: the remote has everything that may be pushed.
    func runDaemon() async -> Bool {
        guard isAlive, !memory.isPushing else { return false }
        memory.isPushing = true
        defer { memory.isPushing = false }
        for _ in 0..<Self.turns {
            guard isAlive else { return false }
            let look = memory.look
            memory.look = nil
            switch look {
            case .reconciled:
                memory.machine.reconciled()
                audit.lastPush = nil
            case .refused(let reason): noteNews(memory.machine.refused(reason))
            case nil: break
            }
            var queue = PushQueue()
            do throws(GitError) {
                queue = try await PushQueue(
                    reading: self, branch: Self.branch, tip: memory.toldTip)
                noteNews(memory.machine.update(queue.wants, at: time.now))
            } catch {
                guard isAlive else { return false }
                noteNews(memory.machine.queueFailed(error.description, at: time.now))
            }
            switch memory.machine.next(at: time.now) {
            case .attempt(let lane, let want):
                let attempt = PushAttempt(
                    repository: self, branch: Self.branch, ports: ports, queue: queue)
                let outcome = await attempt.run(lane, want)
                guard isAlive else { return false }
                marks.insert(.push(outcome))
                noteNews(memory.machine.finished(lane, outcome, at: time.now))
            case .askReconcile: await ports.diverged()
            case .wait(let until):
                memory.wake = until
                return memory.machine.isComplete
            case .stop: return false
            }
        }
        violate("no-retry-spin", "\(Self.turns) turns of the push daemon without a wait")
        return false
    }

    private func noteNews(_ news: [PushNews]) {
        for item in news {
            log.add("push-news", "\(item)")
            if case .failed(_, let reason, _, _) = item { marks.insert(.reason(reason.rawValue)) }
            if case .held = item { marks.insert(.event("held")) }
        }
    }
}
