import Synchronization

/// The data lock: one holder at a time, in the order of asking.
///
/// An actor alone does not give mutual exclusion across `await`; this does. It suspends, it never
/// blocks a thread. A task cancelled while it waits leaves the queue with `CancellationError`; a
/// holder is not interrupted.
package final class DataLock: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var isHeld = false
        var nextNumber: UInt64 = 0
        /// First come first.
        var waiters: [Waiter] = []
        /// Cancelled before they got into the queue.
        var cancelled: Set<UInt64> = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Number of callers waiting; for status and tests.
    package var waiting: Int { state.withLock { $0.waiters.count } }

    /// Runs `body` while no one else holds the lock.
    ///
    /// Throws `CancellationError` when cancelled before the lock was got, else what `body` throws.
    package nonisolated(nonsending) func withLock<R>(
        _ body: () async throws -> R
    ) async throws -> R {
        try await acquire()
        defer { release() }
        return try await body()
    }

    private nonisolated(nonsending) func acquire() async throws {
        try Task.checkCancellation()
        let number = state.withLock { state in
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
        let granted = await withTaskCancellationHandler {
            await withCheckedContinuation { enqueue(Waiter(number: number, continuation: $0)) }
        } onCancel: {
            cancel(number)
        }
        _ = state.withLock { $0.cancelled.remove(number) }
        guard granted else { throw CancellationError() }
    }

    private func enqueue(_ waiter: Waiter) {
        let answer: Bool? = state.withLock { state in
            if state.cancelled.remove(waiter.number) != nil { return false }
            guard state.isHeld else {
                state.isHeld = true
                return true
            }
            state.waiters.append(waiter)
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }

    private func cancel(_ number: UInt64) {
        let waiter: Waiter? = state.withLock { state in
            guard let index = state.waiters.firstIndex(where: { $0.number == number }) else {
                state.cancelled.insert(number)
                return nil
            }
            return state.waiters.remove(at: index)
        }
        waiter?.continuation.resume(returning: false)
    }

    private func release() {
        let next: Waiter? = state.withLock { state in
            guard !state.waiters.isEmpty else {
                state.isHeld = false
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume(returning: true)
    }
}
