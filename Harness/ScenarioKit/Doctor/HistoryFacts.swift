/// What a prediction depends on.
struct HistoryFacts: Sendable, Equatable {
    /// The remote.
    var remote: RemoteView
    /// The local branch's tip; nil without one.
    var local: String?
    /// The remote tip last accepted; nil when none ever was.
    var accepted: String?
    /// Whether the remote was accepted without the branch.
    var isAbsenceAccepted = false
    /// Whether the remote's tip contains the accepted one.
    var containsAccepted = true
    /// Whether the remote's tip is an older commit of the accepted one's history.
    var isRewound = false
    /// Whether the two tips share a commit.
    var hasBase = true
    /// Local commits that the remote lacks; nil when objects for counting are missing.
    var ahead: Int? = 0
    /// The remote's commits that the local branch lacks; nil as above.
    var behind: Int? = 0
    /// Whether history ends early here.
    var isShallow = false

    init(remote: RemoteView) { self.remote = remote }

    /// The states these facts are.
    var findings: [DoctorFinding] {
        var found: [DoctorFinding] = []
        switch remote {
        case .none: break
        case .unreadable(let why): found.add(.remoteDown, why)
        case .empty: found.add(.emptyOrOddRemote, "origin has no ref")
        case .branchMissing: found.add(.branchMissing, "origin has other branches")
        case .tip(let tip): relation(tip, &found)
        }
        return found
    }

    private func relation(_ tip: String, _ found: inout [DoctorFinding]) {
        if let accepted, !containsAccepted {
            let words = "accepted \(accepted.prefix(12)), now \(tip.prefix(12))"
            found.add(isRewound ? .rewound : .rewritten, words)
        }
        guard let local else { return }
        let words = "local \(local.prefix(12)), origin \(tip.prefix(12))"
        guard local != tip else { return found.add(.inSync, words) }
        guard let ahead, let behind else { return }
        guard hasBase else {
            return found.add(isShallow ? .shallowAndDiverged : .unrelated, words)
        }
        switch (ahead, behind) {
        case (0, _): found.add(.behind, "\(words): \(behind) behind")
        case (_, 0): found.add(.ahead, "\(words): \(ahead) ahead")
        default: found.add(.diverged, "\(words): \(ahead) ahead, \(behind) behind")
        }
    }

    /// How a reconcile ends, as far as counting can tell.
    func prediction(damage: String?) -> DoctorPrediction {
        func ends(_ outcomes: Outcome..., because why: String) -> DoctorPrediction {
            DoctorPrediction(outcomes: outcomes, why: why)
        }
        if let damage { return ends(.localDamaged, because: damage) }
        switch remote {
        case .none: return ends(.inSync, because: "no remote is configured")
        case .unreadable(let why): return ends(.fetchFailed, because: why)
        case .empty where local == nil && accepted == nil:
            return ends(.inSync, because: "both sides are empty")
        case .empty, .branchMissing:
            if isAbsenceAccepted, local != nil {
                return ends(.pushedAhead, because: "the remote was accepted without the branch")
            }
            return ends(
                .remoteBranchMissing,
                because: "only an operator may have the branch created: adopt remote-branch-missing"
            )
        case .tip: return relationPrediction
        }
    }

    private var relationPrediction: DoctorPrediction {
        func ends(_ outcomes: Outcome..., because why: String) -> DoctorPrediction {
            DoctorPrediction(outcomes: outcomes, why: why)
        }
        if accepted != nil, !containsAccepted {
            return ends(
                .remoteRewritten,
                because: "origin no longer has the tip accepted last: adopt remote-rewritten, or "
                    + "push what is missing")
        }
        guard let local else {
            return ends(.fastForwarded, because: "there is no local branch yet")
        }
        if remote.commit == local { return ends(.inSync, because: "both tips are one commit") }
        guard let ahead, let behind else {
            return ends(.localDamaged, because: "objects between the two tips cannot be read")
        }
        if !hasBase, !isShallow {
            return ends(
                .unrelatedHistories,
                because: "the histories share no commit: adopt unrelated-histories if that is right"
            )
        }
        switch (hasBase, ahead, behind) {
        case (true, 0, _): return ends(.fastForwarded, because: "\(behind) behind, nothing of ours")
        case (true, _, 0): return ends(.pushedAhead, because: "\(ahead) ahead, nothing of theirs")
        default:
            return ends(
                .rebased, .conflictEscaped,
                because: "diverged, \(ahead) ahead and \(behind) behind: the content decides")
        }
    }
}
