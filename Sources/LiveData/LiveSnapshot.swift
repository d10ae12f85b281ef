import Synchronization

/// The one place that says which snapshot is served; readers take it once per request.
///
/// The lock is held for a reference copy only: readers wait for nobody's work.
package final class LiveSnapshot: Sendable {
    private let served = Mutex<Snapshot?>(nil)
    private let swaps = SwapSignal()

    package init() {}

    /// The served snapshot; nil before the first one.
    package var current: Snapshot? {
        served.withLock { $0 }
    }

    /// Makes `next` the served snapshot and returns the one before, which thus is freed by the
    /// caller, outside the lock.
    @discardableResult
    package func swap(to next: Snapshot) -> Snapshot? {
        let previous = served.withLock { current in
            let previous = current
            current = next
            return previous
        }
        swaps.signal()
        return previous
    }

    /// Suspends until another generation than `generation` is served, or until cancelled.
    package func waitForSwap(after generation: UInt64?) async {
        await swaps.wait { self.current?.generation != generation }
    }
}
