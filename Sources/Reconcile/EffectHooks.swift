package import GitAccess

package import struct Foundation.Date

/// Where the harness may watch, hold or fail the effects of a reconcile; inert in production.
package struct EffectHooks: Sendable {
    /// The wall clock.
    package var now: @Sendable () -> Date
    /// Called before and after each effect, with `before-` or `after-` and its name.
    package var point: @Sendable (String) async -> Void
    /// Asked before each effect, by its name: an error to fail with instead.
    package var fail: @Sendable (String) -> GitError?
    /// Asked before each effect: true: a wrong server has seen to it in its own way.
    package var replaces: @Sendable (ReconcileEffect) -> Bool

    package init(
        now: @escaping @Sendable () -> Date = { Date() },
        point: @escaping @Sendable (String) async -> Void = { _ in },
        fail: @escaping @Sendable (String) -> GitError? = { _ in nil },
        replaces: @escaping @Sendable (ReconcileEffect) -> Bool = { _ in false }
    ) {
        self.now = now
        self.point = point
        self.fail = fail
        self.replaces = replaces
    }
}
