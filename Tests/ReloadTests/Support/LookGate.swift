import Synchronization

/// Counts looks at the remote, and holds them when a test wants to.
final class LookGate: Sendable {
    private struct State {
        var looks = 0
        var isHeld = false
        var inside: [CheckedContinuation<Void, Never>] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    /// Looks begun so far.
    var looks: Int { state.withLock { $0.looks } }

    /// Looks that begin from now on wait until `open()`.
    func close() { state.withLock { $0.isHeld = true } }

    func open() {
        let inside = state.withLock { state in
            state.isHeld = false
            defer { state.inside = [] }
            return state.inside
        }
        for continuation in inside { continuation.resume() }
    }

    /// What a look calls; a cancelled one does not wait.
    func pass() async {
        let watchers = state.withLock { state in
            state.looks += 1
            let reached = state.watchers.filter { $0.count <= state.looks }
            state.watchers.removeAll { $0.count <= state.looks }
            return reached
        }
        for watcher in watchers { watcher.continuation.resume() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isHeld = state.withLock { state in
                    guard state.isHeld, !Task.isCancelled else { return false }
                    state.inside.append(continuation)
                    return true
                }
                if !isHeld { continuation.resume() }
            }
        } onCancel: {
            open()
        }
    }

    /// Returns once `count` looks have begun.
    func begun(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.looks >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }
}
