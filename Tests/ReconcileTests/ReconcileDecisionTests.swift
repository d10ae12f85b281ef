import GitModel
import Reconcile
import Testing

@Suite("The reconcile decision") struct ReconcileDecisionTests {
    enum Local: String, CaseIterable { case none, equal, behind, ahead, diverged, unrelated }
    enum Accepted: String, CaseIterable { case none, contained, notContained }
    enum Remote: String, CaseIterable { case notConfigured, empty, missing, tip }

    struct Row: CustomTestStringConvertible, Sendable {
        let local: Local
        let accepted: Accepted
        let remote: Remote
        let decision: ReconcileDecision
        var testDescription: String {
            "local \(local), accepted \(accepted), remote \(remote)"
        }
    }

    static func commit(_ digit: Character) -> CommitID {
        guard let id = CommitID(hex: String(repeating: digit, count: 40)) else {
            preconditionFailure("not a digit")
        }
        return id
    }
    static let ours = commit("1")
    static let theirs = commit("2")
    static let base = commit("3")
    static let seen = commit("4")

    static let missing = ReconcileDecision.refuse(.remoteBranchMissing)
    static let rewritten = ReconcileDecision.refuse(
        .remoteRewritten(lastSeen: seen, remote: theirs))
    static let forward = ReconcileDecision.fastForward(to: theirs)
    static let pushes = ReconcileDecision.pushAhead(remote: theirs, ahead: 2)
    static let diverges = ReconcileDecision.refuse(
        .nonFastForward(remote: theirs, ahead: 2, behind: 3))
    static let strangers = ReconcileDecision.refuse(.unrelatedHistories(remote: theirs))

    /// One line for each local state: what a tip of the remote leads to, for each of `Accepted`,
    /// then what the three other answers of the remote lead to, whatever was accepted.
    static let table: [(Local, tip: [ReconcileDecision], other: [Remote: ReconcileDecision])] = [
        (.none, [forward, forward, rewritten], [.empty: .inSync, .missing: missing]),
        (.equal, [.inSync, .inSync, rewritten], [.empty: missing, .missing: missing]),
        (.behind, [forward, forward, rewritten], [.empty: missing, .missing: missing]),
        (.ahead, [pushes, pushes, rewritten], [.empty: missing, .missing: missing]),
        (.diverged, [diverges, diverges, rewritten], [.empty: missing, .missing: missing]),
        (.unrelated, [strangers, strangers, rewritten], [.empty: missing, .missing: missing]),
    ]

    static let rows: [Row] = table.flatMap { local, tip, other in
        Accepted.allCases.enumerated().flatMap { index, accepted in
            Remote.allCases.map { remote in
                let decision: ReconcileDecision
                switch remote {
                case .notConfigured: decision = .inSync
                case .tip: decision = tip[index]
                case .empty, .missing: decision = other[remote] ?? .inSync
                }
                return Row(local: local, accepted: accepted, remote: remote, decision: decision)
            }
        }
    }

    static func observation(of row: Row) -> ReconcileObservation {
        let local: CommitID?
        switch row.local {
        case .none: local = nil
        case .equal: local = theirs
        default: local = ours
        }
        let remote: RemoteObservation
        switch row.remote {
        case .notConfigured: remote = .notConfigured
        case .empty: remote = .empty
        case .missing: remote = .branchMissing
        case .tip:
            remote = .tip(
                RemoteTip(
                    commit: theirs, accepted: row.accepted == .none ? nil : seen,
                    containsAccepted: row.accepted != .notContained,
                    relation: relation(of: row.local)))
        }
        return ReconcileObservation(local: local, remote: remote)
    }

    private static func relation(of local: Local) -> BranchRelation? {
        switch local {
        case .none: nil
        case .equal: BranchRelation(ahead: 0, behind: 0, mergeBase: theirs)
        case .behind: BranchRelation(ahead: 0, behind: 3, mergeBase: ours)
        case .ahead: BranchRelation(ahead: 2, behind: 0, mergeBase: theirs)
        case .diverged: BranchRelation(ahead: 2, behind: 3, mergeBase: base)
        case .unrelated: BranchRelation(ahead: 2, behind: 3, mergeBase: nil)
        }
    }

    @Test(arguments: rows)
    func isWhatTheTableSays(row: Row) {
        #expect(ReconcileDecision.decide(Self.observation(of: row)) == row.decision)
    }

    @Test func theTableIsTotal() {
        let named = Set(Self.rows.map(\.testDescription))
        let all = Local.allCases.count * Accepted.allCases.count * Remote.allCases.count
        #expect(named.count == all)
        #expect(Self.rows.count == all)
    }

    /// DESIGN §4: a remote that was rewound is told from a local branch that is ahead only by what
    /// was accepted; whatever the local branch is, it is never followed.
    @Test func aRewoundRemoteIsNeverFollowed() {
        for row in Self.rows where row.accepted == .notContained && row.remote == .tip {
            guard case .refuse = ReconcileDecision.decide(Self.observation(of: row)) else {
                Issue.record("\(row.testDescription) is not refused")
                continue
            }
        }
    }

    /// Unrelated histories with nothing counted on one side are still unrelated.
    @Test(arguments: [(0, 3), (2, 0), (0, 0)])
    func noCommonCommitIsRefusedWhateverTheCounts(ahead: Int, behind: Int) {
        let tip = RemoteTip(
            commit: Self.theirs, accepted: nil, containsAccepted: true,
            relation: BranchRelation(ahead: ahead, behind: behind, mergeBase: nil))
        let decision = ReconcileDecision.decide(
            ReconcileObservation(local: Self.ours, remote: .tip(tip)))
        #expect(decision == Self.strangers)
    }
}
