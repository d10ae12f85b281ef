import Simulation
import Synchronization

/// What there is to do in a session with the real server, and what came of it; several cases are
/// played side by side.
final class RealProgress: Sendable {
    private struct State {
        var next = 0
        var summary = RealSummary()
    }

    private let state = Mutex(State())

    var summary: RealSummary { state.withLock { $0.summary } }

    /// The number of the next turn; nil once something was found.
    func next() -> Int? {
        state.withLock { state in
            guard state.summary.isClean else { return nil }
            state.next += 1
            return state.next - 1
        }
    }

    /// Notes a case that failed in the simulation already.
    func found(_ finding: CaseFinding) {
        state.withLock { $0.summary.finding = $0.summary.finding ?? finding }
    }

    /// Notes a case that was played; returns how many were.
    func played(_ marks: Set<Mark>, judgedByGit: Int, _ failure: RealFailure?) -> Int {
        state.withLock { state in
            state.summary.played += 1
            state.summary.judgedByGit += judgedByGit
            state.summary.marks.formUnion(marks)
            if let failure { state.summary.failures.append(failure) }
            return state.summary.played
        }
    }
}
