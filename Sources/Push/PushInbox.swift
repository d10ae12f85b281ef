import GitModel
import Synchronization

/// What the daemon was told and has not yet acted on: the newest notice, however many there were.
final class PushInbox: Sendable {
    /// How a look at the remote by somebody else ended.
    enum Look: Sendable {
        case reconciled
        case refused(PushReason)
    }

    struct Content: Sendable {
        /// The newest tip told; nil before the first notice and when nothing is served.
        var tip: CommitID?
        /// What the newest look at the remote came to; nil: none was among what was not yet taken.
        var look: Look?
        /// Counts the notices.
        var number = 0
        /// The server stops.
        var isStopping = false
    }

    private struct State {
        var content = Content()
        var waiters: [Int: AsyncStream<Void>.Continuation] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    func add(_ notice: PushNotice) {
        change { content in
            content.number += 1
            switch notice {
            case .tip(let tip):
                content.tip = tip
            case .reconciled(let tip):
                content.tip = tip
                content.look = .reconciled
            case .refused(let reason):
                content.look = .refused(reason)
            }
        }
    }

    func stop() {
        change { $0.isStopping = true }
    }

    /// How many notices there were.
    var number: Int { state.withLock { $0.content.number } }

    /// The newest tip told.
    var tip: CommitID? { state.withLock { $0.content.tip } }

    /// Returns when there were more notices than `number`, or when the task is cancelled.
    func waitForMore(than number: Int) async {
        await wait { $0.number > number }
    }

    /// Everything told so far; `look` is handed out once.
    func take() -> Content {
        state.withLock { state in
            defer { state.content.look = nil }
            return state.content
        }
    }

    /// Returns when there is more than in `content`, or when the task is cancelled.
    func waitForMore(than content: Content) async {
        await wait { $0.number > content.number || $0.isStopping != content.isStopping }
    }

    /// Returns when the server stops, or when the task is cancelled.
    func waitForStop() async {
        await wait { $0.isStopping }
    }

    private func change(_ body: (inout Content) -> Void) {
        let waiters = state.withLock { state in
            body(&state.content)
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.yield() }
    }

    private func wait(until isThere: (Content) -> Bool) async {
        let (stream, waiter) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state in
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = waiter
            return state.lastWaiter
        }
        defer { _ = state.withLock { $0.waiters.removeValue(forKey: id) } }
        if state.withLock({ isThere($0.content) }) { return }
        for await _ in stream where state.withLock({ isThere($0.content) }) { return }
    }
}
