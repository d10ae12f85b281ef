extension Mark {
    /// What a session with the real server has to reach once it is long enough.
    package static let told: [Mark] =
        [
            "in-sync", "fast-forwarded", "pushed-ahead", "rebased", "conflict-escaped",
            "fetch-failed", "remote-rewritten", "unrelated-histories",
        ].map(Mark.outcome)
        + [
            "after-fetched", "before-branch-moved", "after-branch-moved", "before-accepted",
            "after-accepted", "before-swapped", "after-swapped", "before-push-told",
            "after-push-told",
        ].map(Mark.crash)
        + ["refused", "busy"].map(Mark.fault)
        + [
            "acknowledged", "pushed-conflict-branch", "adopt remote-rewritten",
            "adopt unrelated-histories", "adopt remote-branch-missing", "push idle", "push halted",
        ].map(Mark.event)
    /// Played cases of all profiles after which each of them should have been reached: the rarest is
    /// one in fifty.
    package static let enoughTold = 400

    /// What these reached too little of, after so many cases with the real server.
    package static func untold(_ reached: Set<Mark>, after cases: Int) -> [Mark] {
        cases < enoughTold ? [] : told.filter { !reached.contains($0) }
    }
}
