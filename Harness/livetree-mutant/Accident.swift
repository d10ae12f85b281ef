import GitAccess
import Glibc
import Reconcile
import Synchronization

/// What goes wrong at one effect of a reconcile, once.
final class Accident: Sendable {
    private let number: Int
    private let seen = Mutex(0)

    init(at number: Int) { self.number = number }

    /// The process is gone at the point, as by a power cut.
    var killing: EffectHooks {
        EffectHooks(point: { _ in
            if self.isNow { kill(getpid(), SIGKILL) }
        })
    }

    /// The effect fails as on a damaged disk.
    var failing: EffectHooks {
        EffectHooks(fail: { name in
            guard self.isNow else { return nil }
            return GitError(
                code: .generic, category: .operatingSystem, operation: name,
                message: "Input/output error (planted)")
        })
    }

    private var isNow: Bool {
        seen.withLock { seen in
            seen += 1
            return seen == number
        }
    }
}
