import GitAccess
import GitModel
import Reconcile
import Testing

@Suite("The reconcile decision") struct ReconcileDecisionTests {
    typealias Table = DecisionTable

    @Test(arguments: Table.rows)
    func isWhatTheTableSays(row: Table.Row) {
        for (policy, word) in zip(Table.policies, row.words) {
            let decision = ReconcileDecision.decide(row.observation, policy)
            #expect(Table.word(for: decision) == word, "\(policy)")
        }
    }

    @Test func theTableIsTotal() {
        let named = Set(Table.rows.map(\.testDescription))
        #expect(named.count == Table.rows.count)
        #expect(named.count == Table.Local.allCases.count * Table.Remote.allCases.count)
        #expect(Table.rows.allSatisfy { $0.words.count == Table.policies.count })
    }

    /// DESIGN §4: a remote that was rewound is followed only when that was adopted by name.
    @Test func aRewoundRemoteIsNeverFollowedUnasked() {
        for row in Table.rows where row.remote.isRewound {
            for policy in Table.policies where policy.adoption != .remoteRewritten {
                guard case .refuse = ReconcileDecision.decide(row.observation, policy) else {
                    Issue.record("\(row.testDescription) is not refused under \(policy)")
                    continue
                }
            }
        }
    }

    /// An adoption names one state; it opens no other door.
    @Test func anAdoptionOfAnotherStateChangesNothing() {
        for row in Table.rows {
            let plain = ReconcileDecision.decide(row.observation, .reconcile)
            guard case .refuse = plain else { continue }
            let decisions = Adoption.allCases.map {
                ReconcileDecision.decide(
                    row.observation, ReconcilePolicy(replays: true, adoption: $0))
            }
            #expect(decisions.filter { $0 != plain }.count <= 1, "\(row.testDescription)")
        }
    }

    /// Unrelated histories with nothing counted on one side are still unrelated.
    @Test(arguments: [(0, 3), (2, 0), (0, 0)])
    func noCommonCommitIsRefusedWhateverTheCounts(ahead: Int, behind: Int) {
        let tip = RemoteTip(
            commit: Table.theirs, accepted: nil, containsAccepted: true,
            relation: BranchRelation(ahead: ahead, behind: behind, mergeBase: nil))
        let decision = ReconcileDecision.decide(
            ReconcileObservation(local: .tip(Table.ours), remote: .tip(tip)), .reconcile)
        #expect(decision == .refuse(.unrelatedHistories(remote: Table.theirs)))
    }

    @Test func aRefusalCarriesWhatWasCounted() {
        let tip = RemoteTip(
            commit: Table.theirs, accepted: nil, containsAccepted: true,
            relation: BranchRelation(ahead: 2, behind: 3, mergeBase: Table.base))
        let decision = ReconcileDecision.decide(
            ReconcileObservation(local: .tip(Table.ours), remote: .tip(tip)), .refuse)
        let refusal = ReconcileRefusal.nonFastForward(
            remote: Table.theirs, ahead: 2, behind: 3)
        #expect(decision == .refuse(refusal))
    }
}
