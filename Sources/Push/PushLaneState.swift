import GitModel

/// Where one lane is: what it wants, and what its last attempt came to.
struct PushLaneState: Sendable {
    enum Phase: Hashable, Sendable {
        /// Waiting for nothing but its turn.
        case ready
        /// Waiting for the outcome of an attempt.
        case trying
        /// Waiting until then, after a race or an unclear refusal.
        case paused(until: Duration)
        /// Waiting until then, or for a new tip, because the remote declined. A new tip is tried
        /// at `earliest`.
        case declined(until: Duration, earliest: Duration)
        /// Waiting for a reconcile, or for a new tip, which is tried at `earliest`.
        case halted(earliest: Duration)
        /// Waiting for a reconcile: the remote was looked at and nothing was accepted yet.
        case unseen(earliest: Duration)
        /// Waiting for the withdrawn commits to leave it.
        case held
    }

    var want: PushWant
    var phase = Phase.ready
    /// Failures in a row.
    var attempt = 0
    var reason: PushReason?
    /// What the last attempt was about.
    var tried: CommitID?
    /// From the last failure to the planned attempt.
    var delay: Duration?
    /// When a reconcile is to be asked for; nil once it was.
    var askAt: Duration?
    /// When a reconcile was asked for last.
    var askedAt: Duration?
    /// Halts since the remote last had what the lane wanted: reconciles that did not help.
    var halts = 0
    /// What a human was told of.
    var told: Set<PushReason> = []

    /// When the lane may be tried; nil when only an event can change that.
    func due() -> Duration? {
        switch phase {
        case .ready: .zero
        case .trying, .held: nil
        case .paused(let until): until
        case .declined(let until, let earliest):
            want.commit == tried ? until : min(until, earliest)
        case .halted(let earliest), .unseen(let earliest):
            want.commit == tried ? nil : earliest
        }
    }
}

extension PushLaneState {
    var isHalted: Bool {
        if case .halted = phase { true } else { false }
    }
}
