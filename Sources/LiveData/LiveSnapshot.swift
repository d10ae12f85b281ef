import Synchronization

package import struct Foundation.Date

/// The one place that says which snapshot is served; readers take it once per request.
///
/// The lock is held for a reference copy only: readers wait for nobody's work.
package final class LiveSnapshot: Sendable {
    private let served = Mutex<Snapshot?>(nil)
    private let log: Mutex<SwapLog>
    private let signal = SwapSignal()
    private let swappedAt = Mutex<Date?>(nil)

    /// `log` is empty, and says how many swaps are kept.
    package init(log: SwapLog = SwapLog()) { self.log = Mutex(log) }

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
        // After it is served: whoever hears of a swap can read it.
        log.withLock { $0.append(Swap(next)) }
        swappedAt.withLock { $0 = Date() }
        signal.signal()
        return previous
    }

    /// When the served snapshot became that; nil before the first one.
    package var servedSince: Date? { swappedAt.withLock { $0 } }

    /// The generation of the newest swap that `swaps` tells of; nil before the first swap.
    package var newestSwap: UInt64? { log.withLock { $0.newest } }

    /// The first `limit` swaps after `generation`, as far as they are kept.
    package func swaps(after generation: UInt64, limit: Int) -> SwapLog.Missed {
        log.withLock { $0.swaps(after: generation, limit: limit) }
    }

    /// Suspends until another generation than `generation` was swapped in, or until cancelled.
    package func waitForSwap(after generation: UInt64?) async {
        await signal.wait { self.log.withLock { $0.newest } != generation }
    }
}

extension Swap {
    fileprivate init(_ next: Snapshot) {
        self.init(commit: next.commit, generation: next.generation, changes: next.changes)
    }
}
