import GitModel
import Push

/// What a server process knows and a crash forgets.
struct ServerMemory: Sendable {
    /// What is served; nil before the first.
    struct Served: Hashable, Sendable {
        /// Nil: an empty branch.
        let commit: CommitID?
        let files: ObjectBook.Files
    }

    static let timing = PushTiming(base: .seconds(1), cap: .seconds(3_600))

    var served: Served?
    /// Counts up by one per swap.
    var generation = 0
    var machine: PushStateMachine
    /// The tip the push daemon was told of.
    var toldTip: CommitID?
    var isReconciled = false
    /// When the push daemon wants to be woken.
    var wake: Duration?
    var isLocked = false
    var isReloading = false
    var isPushing = false
    var wantsReconcile = false
    /// Which trees can be served, as far as it was looked at.
    var servable: [TreeID: Bool] = [:]

    init(seed: UInt64) {
        machine = PushStateMachine(timing: Self.timing, seed: seed)
    }
}
