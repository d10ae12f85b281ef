import Synchronization

/// Wakes readers that wait for a swap.
final class SwapSignal: Sendable {
    private struct State {
        var nextKey: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<Void, Never>] = [:]
        /// Cancelled before they were entered.
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    /// Wakes everyone who waits now.
    func signal() {
        let woken = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting.values.map { $0 }
        }
        for continuation in woken { continuation.resume() }
    }

    /// Suspends until the next signal or until cancelled; returns at once when `isDue` already.
    func wait(unless isDue: @Sendable () -> Bool) async {
        let key = state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumeNow = state.withLock { state in
                    // Asked inside the lock: a swap before this line is seen here, a later one
                    // finds the continuation entered.
                    if state.cancelled.remove(key) != nil || isDue() { return true }
                    state.waiting[key] = continuation
                    return false
                }
                if resumeNow { continuation.resume() }
            }
        } onCancel: {
            let continuation = state.withLock { state in
                let waiting = state.waiting.removeValue(forKey: key)
                if waiting == nil { state.cancelled.insert(key) }
                return waiting
            }
            continuation?.resume()
        }
        _ = state.withLock { $0.cancelled.remove(key) }
    }
}
