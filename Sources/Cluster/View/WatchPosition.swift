import Synchronization

/// How far a watch has told what etcd has; it may be forgotten at any time.
final class WatchPosition: Sendable {
    private struct State {
        /// The last revision that was told; nil: everything has to be read.
        var told: Int64?
        /// Ends when that is forgotten.
        var watch: AsyncStream<Never>.Continuation?
    }

    private let state = Mutex(State())

    var isForgotten: Bool { state.withLock { $0.told == nil } }

    /// Everything was read as it was at this revision.
    func begin(after revision: Int64) { state.withLock { $0.told = revision } }

    /// Nothing once it is forgotten: a watch that is about to end does not bring it back.
    func reached(_ revision: Int64) {
        state.withLock { state in state.told = state.told.map { max($0, revision) } }
    }

    func forget() {
        state.withLock { state in
            state.told = nil
            state.watch?.finish()
        }
    }

    /// The first revision that was not told, and what ends when it is forgotten; nil: it is already.
    func next() -> (revision: Int64, forgotten: AsyncStream<Never>)? {
        let (forgotten, watch) = AsyncStream<Never>.makeStream()
        return state.withLock { state in
            guard let told = state.told else { return nil }
            state.watch = watch
            return (told + 1, forgotten)
        }
    }
}
