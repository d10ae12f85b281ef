import Synchronization

/// Who waits for what was notified to be tried, and what came of it.
final class PushSettlement: Sendable {
    private struct Waiter {
        let number: Int
        let continuation: AsyncStream<Bool>.Continuation
    }

    private struct State {
        /// The newest notice after which everything due was tried; nil before the first turn.
        var number: Int?
        var isComplete = false
        var hasEnded = false
        var waiters: [Int: Waiter] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    /// Everything notified up to `number` was tried.
    func settle(_ number: Int, isComplete: Bool) {
        let ready = state.withLock { state in
            state.number = number
            state.isComplete = isComplete
            let ready = state.waiters.filter { $0.value.number <= number }
            for id in ready.keys { state.waiters[id] = nil }
            return ready.values.map(\.continuation)
        }
        for waiter in ready { waiter.yield(isComplete) }
    }

    /// Nothing will be tried any more.
    func end() {
        let waiters = state.withLock { state in
            state.hasEnded = true
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Waits until everything up to `number` was tried; false when the task is cancelled before.
    func wait(for number: Int) async -> Bool {
        let (stream, continuation) = AsyncStream.makeStream(
            of: Bool.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            if let settled = state.number, settled >= number {
                continuation.yield(state.isComplete)
                return nil
            }
            guard !state.hasEnded else {
                continuation.finish()
                return nil
            }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = Waiter(number: number, continuation: continuation)
            return state.lastWaiter
        }
        defer {
            if let id { _ = state.withLock { $0.waiters.removeValue(forKey: id) } }
        }
        for await isComplete in stream { return isComplete }
        return false
    }
}
