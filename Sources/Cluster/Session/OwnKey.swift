import Synchronization

/// The key with which this node stands for election, as etcd tells of it.
///
/// A campaign that was given up may be ended by etcd much later, which takes the key away: a node that
/// leads by then has no place in the election any more.
final class OwnKey: Sendable {
    private struct State {
        var key: String?
        var wasSeen = false
        var end: AsyncStream<Never>.Continuation?
    }

    private let state = Mutex(State())

    /// A session begins; what it returns ends when the key is gone.
    func begin(_ key: String) -> AsyncStream<Never> {
        let (gone, end) = AsyncStream<Never>.makeStream()
        state.withLock { $0 = State(key: key, end: end) }
        return gone
    }

    func end() { state.withLock { $0 = State() } }

    /// Whether this node has to step down: of all `keys` there are, its own was one, and is not any
    /// more. While it only waits for the lead, its next campaign makes the key again.
    func isGone(from keys: some Sequence<String>, whileLeading leads: Bool) -> Bool {
        state.withLock { state in
            guard let key = state.key else { return false }
            guard !keys.contains(key) else {
                state.wasSeen = true
                return false
            }
            defer { state.wasSeen = false }
            guard state.wasSeen, leads else { return false }
            state.end?.finish()
            return true
        }
    }
}
