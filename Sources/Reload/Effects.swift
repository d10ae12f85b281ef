package import LiveData
package import Reconcile

/// The effects of a reload that the harness may watch, hold, or replace by wrong ones (DESIGN §7).
package struct Effects: Sendable {
    /// The one assignment that makes a snapshot the served one.
    package var swap: @Sendable (LiveSnapshot, Snapshot) -> Void
    /// What surrounds every effect.
    package var hooks: EffectHooks
    /// The clock on which waits are counted; what time of day it is, `hooks` say.
    package var clock: any Clock<Duration>

    package init(
        hooks: EffectHooks = EffectHooks(), clock: any Clock<Duration> = ContinuousClock(),
        swap: @escaping @Sendable (LiveSnapshot, Snapshot) -> Void = { live, next in
            // The old snapshot is freed here, outside the lock that guards the reference.
            _ = live.swap(to: next)
        }
    ) {
        self.hooks = hooks
        self.clock = clock
        self.swap = swap
    }
}
