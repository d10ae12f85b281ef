import GitAccess
import GitModel
import Reconcile
import Testing

/// The reconcile decision as a table: every state of both sides, and what each policy makes of it.
enum DecisionTable {
    /// How the local branch stands to the remote's tip.
    enum Local: String, CaseIterable {
        case none, equal, behind, ahead, diverged, unrelated, damaged
    }

    /// What the remote answered. `rewound`: the accepted tip is no longer in it; `resumed`: an
    /// adoption of that was cut short; `…Own`: the local branch has commits never published.
    enum Remote: String, CaseIterable {
        case notConfigured, failed
        case empty, emptied, emptiedAndAdopted, missing, missingAndAdopted
        case tipNeverAccepted, tip
        case rewound, rewoundOwn, resumed, resumedOwn

        var isRewound: Bool { self == .rewound || self == .rewoundOwn }
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let local: Local
        let remote: Remote
        /// One for each of `policies`.
        let words: [String]

        var testDescription: String { "local \(local), remote \(remote)" }
    }

    static let policies: [ReconcilePolicy] =
        [.refuse, .reconcile]
        + Adoption.allCases.map { ReconcilePolicy(replays: true, adoption: $0) }

    /// Columns: refuse, reconcile, adopting: rewritten, unrelated, branch missing. One word
    /// stands for all five.
    static let rows: [Row] = Remote.allCases.flatMap { remote in
        Local.allCases.map { local in
            let words = cell(local, remote).split(separator: " ").map(String.init)
            let all = words.count == 1 ? policies.map { _ in words[0] } : words
            return Row(local: local, remote: remote, words: all)
        }
    }

    private static func cell(_ local: Local, _ remote: Remote) -> String {
        if local == .damaged { return "damaged" }
        switch remote {
        case .notConfigured: return "in-sync"
        case .failed: return "failed"
        case .empty where local == .none: return "in-sync"
        case .empty, .emptied, .missing:
            return local == .none ? "missing" : "missing missing missing missing create"
        case .emptiedAndAdopted, .missingAndAdopted:
            return local == .none ? "missing" : "create"
        case .tip, .tipNeverAccepted: return tip(local)
        case .rewound: return "rewritten rewritten take+withdraw rewritten rewritten"
        case .rewoundOwn:
            return local == .none
                ? "rewritten rewritten take+withdraw rewritten rewritten"
                : "rewritten rewritten replay+withdraw rewritten rewritten"
        case .resumed: return resumed(local, "take")
        case .resumedOwn: return resumed(local, "replay")
        }
    }

    private static func tip(_ local: Local) -> String {
        switch local {
        case .none, .behind: "forward"
        case .equal: "in-sync"
        case .ahead: "push"
        case .diverged: "diverged replay replay replay replay"
        case .unrelated: "unrelated unrelated unrelated replay unrelated"
        case .damaged: "damaged"
        }
    }

    /// Finishing what was adopted needs no second word, under any policy.
    private static func resumed(_ local: Local, _ word: String) -> String {
        switch local {
        case .none: "forward"
        case .equal: "in-sync"
        default: word
        }
    }

    static func word(for decision: ReconcileDecision) -> String {
        switch decision {
        case .inSync: "in-sync"
        case .fastForward(to: theirs): "forward"
        case .pushAhead(remote: theirs): "push"
        case .pushAhead(remote: nil): "create"
        case .replay(ReplayOrder(onto: theirs)): "replay"
        case .replay(ReplayOrder(onto: theirs, withdrawing: seen)): "replay+withdraw"
        case .takeOver(theirs, withdrawing: nil): "take"
        case .takeOver(theirs, withdrawing: seen): "take+withdraw"
        case .refuse(.nonFastForward(remote: theirs, _, _)): "diverged"
        case .refuse(.remoteRewritten(lastSeen: seen, remote: theirs)): "rewritten"
        case .refuse(.unrelatedHistories(remote: theirs)): "unrelated"
        case .refuse(.remoteBranchMissing): "missing"
        case .refuse(.fetchFailed(failure)): "failed"
        case .refuse(.localDamaged("broken ref")): "damaged"
        default: "\(decision)"
        }
    }

    static let ours = commit("1")
    static let theirs = commit("2")
    static let base = commit("3")
    static let seen = commit("4")
    static let failure = TransportFailure(reason: .timeout, message: "no answer")

    private static func commit(_ digit: Character) -> CommitID {
        guard let id = CommitID(hex: String(repeating: digit, count: 40)) else {
            preconditionFailure("not a digit")
        }
        return id
    }
}

extension DecisionTable.Row {
    private typealias Table = DecisionTable

    var observation: ReconcileObservation {
        let adopted: [DecisionTable.Remote] = [.emptiedAndAdopted, .missingAndAdopted]
        return ReconcileObservation(
            local: localObservation, remote: remoteObservation,
            absenceAccepted: adopted.contains(remote))
    }

    private var localObservation: LocalObservation {
        switch local {
        case .none: .none
        case .equal: .tip(Table.theirs)
        case .damaged: .damaged("broken ref")
        default: .tip(Table.ours)
        }
    }

    private var remoteObservation: RemoteObservation {
        switch remote {
        case .notConfigured: .notConfigured
        case .failed: .failed(Table.failure)
        case .empty: .empty(accepted: false)
        case .emptied, .emptiedAndAdopted: .empty(accepted: true)
        case .missing, .missingAndAdopted: .branchMissing
        case .tipNeverAccepted: tip(accepted: nil)
        case .tip: tip(accepted: Table.seen)
        case .rewound: tip(accepted: Table.seen, contained: false, own: 0)
        case .rewoundOwn: tip(accepted: Table.seen, contained: false, own: 1)
        case .resumed: tip(accepted: Table.seen, withdrawn: 1, own: 0)
        case .resumedOwn: tip(accepted: Table.seen, withdrawn: 1, own: 1)
        }
    }

    private func tip(
        accepted: CommitID?, contained: Bool = true, withdrawn: Int = 0, own: Int? = nil
    ) -> RemoteObservation {
        let relation: BranchRelation? =
            switch local {
            case .none: nil
            case .equal: BranchRelation(ahead: 0, behind: 0, mergeBase: Table.theirs)
            case .behind: BranchRelation(ahead: 0, behind: 3, mergeBase: Table.ours)
            case .ahead: BranchRelation(ahead: 2, behind: 0, mergeBase: Table.theirs)
            case .diverged: BranchRelation(ahead: 2, behind: 3, mergeBase: Table.base)
            case .unrelated, .damaged: BranchRelation(ahead: 2, behind: 3, mergeBase: nil)
            }
        return .tip(
            RemoteTip(
                commit: Table.theirs, accepted: accepted, containsAccepted: contained,
                relation: relation, withdrawn: withdrawn, own: own))
    }
}
