package import Reconcile

/// What a reload must do, written down a second time: from the design and the contract, sharing no
/// code with the server. Where both agree on thousands of cases, both say what the pages say.
package enum ReferenceModel {
    /// A pure, total function. `replays`: whether a divergence may be reconciled.
    package static func predict(
        _ seen: Observation, replays: Bool, adopting adoption: Adoption?
    ) -> Prediction {
        switch seen.look {
        case .failed: return .refused("fetch-failed")
        case .empty where !seen.hasLocal && !seen.hasAccepted: return .stays(outcome: "in-sync")
        case .empty, .missing:
            let mayCreate = seen.isAbsenceAccepted || adoption == .remoteBranchMissing
            guard seen.hasLocal, mayCreate else { return .refused("remote-branch-missing") }
            return servingLocal("pushed-ahead", seen)
        case .tip: break
        }
        if seen.isRewritten, adoption != .remoteRewritten {
            return .refused("remote-rewritten")
        }
        guard seen.hasLocal else { return takingOver("fast-forwarded", seen) }
        if seen.isSame { return servingLocal("in-sync", seen) }
        // What the remote took back is not ours to bring together with it.
        if seen.isRewritten || seen.holdsWithdrawn {
            guard seen.own.isEmpty else { return replaying(seen) }
            return takingOver("fast-forwarded", seen)
        }
        if !seen.isRelated, adoption != .unrelatedHistories {
            return .refused("unrelated-histories")
        }
        if seen.isRelated {
            if seen.ahead == 0 { return takingOver("fast-forwarded", seen) }
            if seen.behind == 0 { return servingLocal("pushed-ahead", seen) }
            guard replays else { return .refused("non-fast-forward") }
        }
        return replaying(seen)
    }

    private static func servingLocal(_ outcome: String, _ seen: Observation) -> Prediction {
        seen.localRecords.isServable ? .stays(outcome: outcome) : .refused("rebuild-failed")
    }

    private static func takingOver(_ outcome: String, _ seen: Observation) -> Prediction {
        seen.remoteRecords.isServable
            ? .becomesRemote(outcome: outcome) : .refused("rebuild-failed")
    }

    /// All of the own commits on the remote's tip, or none.
    private static func replaying(_ seen: Observation) -> Prediction {
        guard seen.remoteRecords.isServable else {
            return healing(seen) ?? .refused("rebuild-failed")
        }
        guard let replayed = replay(seen), replayed.records.isServable else { return .escaped }
        return .replayed(replayed)
    }

    /// A remote that cannot be served becomes servable when own commits heal it.
    private static func healing(_ seen: Observation) -> Prediction? {
        guard let replayed = replay(seen), replayed.records.isServable else { return nil }
        return .replayed(replayed)
    }

    /// Nil: one of them conflicts.
    private static func replay(_ seen: Observation) -> Prediction.Replayed? {
        var result = Prediction.Replayed()
        result.records = seen.remoteRecords
        for own in seen.own {
            if own.before == own.after {
                result.kept.append(own.message)
                continue
            }
            guard
                let merged = RecordMap.merged(
                    base: own.before, ours: result.records, theirs: own.after)
            else { return nil }
            if merged == result.records {
                result.dropped.append(own.commit)
            } else {
                result.kept.append(own.message)
                result.records = merged
            }
        }
        return result
    }
}
