extension StatusReport.Run {
    /// How it ended, as one says it.
    package var words: String {
        switch outcome {
        case "in-sync": "nothing new"
        case "fast-forwarded": "took over the remote's commits"
        case "pushed-ahead": "pushed the commits made here"
        case "rebased": "replayed the commits made here on the remote's"
        case "conflict-escaped": "kept the commits made here on a conflict branch"
        case "non-fast-forward": "both sides have commits of their own"
        case "remote-rewritten": "the remote's history was rewritten"
        case "unrelated-histories": "the remote shares no history with what is served"
        case "rebuild-failed": "the new commit has files that cannot be served"
        case "fetch-failed": "the remote could not be read"
        case "remote-branch-missing": "the remote does not have the branch"
        case "branch-mismatch": "it was asked for another branch"
        case "commit-mismatch": "it was asked for a commit that the remote does not have"
        case "local-damaged": "the repository on this machine is damaged or locked"
        case "storage-full": "the disk is full"
        default: outcome
        }
    }
}
