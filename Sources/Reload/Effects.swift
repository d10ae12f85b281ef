package import LiveData

/// The effects of a reload that the harness may replace by wrong ones (DESIGN §7).
package struct Effects: Sendable {
    /// The one assignment that makes a snapshot the served one.
    package var swap: @Sendable (LiveSnapshot, Snapshot) -> Void

    package init(
        swap: @escaping @Sendable (LiveSnapshot, Snapshot) -> Void = { live, next in
            // The old snapshot is freed here, outside the lock that guards the reference.
            _ = live.swap(to: next)
        }
    ) {
        self.swap = swap
    }
}
