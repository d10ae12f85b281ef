extension Mark {
    /// What every session that is long enough has to reach, whatever its profile.
    package static let wanted: [Mark] =
        [
            "in-sync", "fast-forwarded", "pushed-ahead", "rebased", "conflict-escaped",
            "fetch-failed", "non-fast-forward", "rebuild-failed", "remote-rewritten",
            "remote-branch-missing", "unrelated-histories", "local-damaged", "storage-full",
        ].map(Mark.outcome)
        + [
            "non-fast-forward", "remote-rejected", "authentication", "remote-branch-missing",
            "unreachable", "timeout", "unknown",
        ].map(Mark.reason)
        + [
            "before-conflict-branch", "after-conflict-branch", "before-replayed",
            "after-replayed", "before-withdrawn", "before-accepted", "after-accepted",
            "before-branch-moved", "after-branch-moved", "before-swapped", "after-swapped",
            "before-push-told", "after-push-told", "after-fetched", "fetch", "push",
            "push-over", "written", "merge", "commit", "move", "moved",
        ].map(Mark.crash)
        + ["acknowledged", "pushed", "pushed-conflict-branch", "held", "dropped", "adopted"]
        .map(Mark.event)
}
