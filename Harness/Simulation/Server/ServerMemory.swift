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

    /// How a reload's look at the remote ended.
    enum Look: Hashable, Sendable {
        case reconciled
        case refused(PushReason)
    }

    static let timing = PushTiming(base: .seconds(1), cap: .seconds(3_600))

    var served: Served?
    /// Counts up by one per swap.
    var generation = 0
    var machine: PushStateMachine
    /// The tip the push daemon was told of.
    var toldTip: CommitID?
    /// The newest that the push daemon has not taken note of.
    var look: Look?
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
