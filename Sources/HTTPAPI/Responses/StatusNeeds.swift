import Alerts
import Foundation
import GitAccess
import GitModel
import JSONModel
import LiveData
import Reconcile

/// The part of `GET /api/_internal/status` that tells what a human has to see to.
enum StatusNeeds {
    /// `[{event, subject, message, hint, since}]`, the longest first.
    static func attention(_ alerts: AlertDesk) -> JSON {
        .array(
            alerts.needs.map { need in
                .object([
                    "event": .string(need.alert.event.rawValue),
                    "subject": .string(need.alert.subject),
                    "message": .string(need.alert.message), "hint": .string(need.alert.hint),
                    "since": .string(need.since.formatted(.iso8601)),
                ])
            })
    }

    /// `[{branch, commit}]`: the conflict branches kept here that the served commit does not
    /// contain. Empty also where the repository cannot be read.
    static func conflicts(_ site: OpenData.Site?, served: CommitID?) async -> JSON {
        guard let site else { return .array([]) }
        var found: [JSON] = []
        for folder in ConflictBranch.folders {
            let refs = (try? await site.repository.refs(prefix: "refs/heads/\(folder)/")) ?? []
            for ref in refs {
                guard let conflict = ConflictBranch(ref: ref.name) else { continue }
                if let served,
                    (try? await site.repository.isAncestor(ref.commit, of: served)) == true
                {
                    continue
                }
                found.append(
                    .object([
                        "branch": .string(conflict.branch.text), "commit": .string(ref.commit.hex),
                    ]))
                if found.count == Limits.listedConflicts { return .array(found) }
            }
        }
        return .array(found)
    }
}
