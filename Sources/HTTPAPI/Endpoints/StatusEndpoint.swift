import Foundation
import GitAccess
import GitModel
import Hummingbird
import JSONModel
import LiveData
import Push
import Reconcile
import Reload
import Sheets

/// `GET /api/_internal/status`
enum StatusEndpoint {
    static func respond(
        to request: Request, _ state: APIState
    ) async throws(APIError) -> Response {
        try InternalCredential.check(request, secrets: state.secrets().reload)
        let snapshot = state.live.current
        var local: Tip?
        var remote: Tip?
        if let site = state.data.site {
            local = await tip(state.branch.ref, site)
            remote = await tip(state.branch.trackingRef, site)
        }
        let journal = state.data.site?.journal
        let problems = problems(of: snapshot, journal)
        return Answers.json(
            .object([
                "servedCommit": snapshot?.commitJSON ?? .null,
                "localCommit": .optional(local?.commit.hex),
                "remoteCommit": .optional(remote?.commit.hex),
                "branch": .string(state.branch.text),
                "generation": .count(snapshot?.generation ?? 0),
                "records": .count(snapshot?.recordCount ?? 0),
                "problems": .array(problems.list.map(\.json)),
                "problemCount": .count(problems.count),
                "search": .string(searchState(state)),
                "lag": .object([
                    "localSeconds": lag(of: local, behind: snapshot),
                    "remoteSeconds": lag(of: remote, behind: snapshot),
                ]),
                "lastReload": journal?.lastReload?.json ?? .null,
                "lastReconcile": journal?.lastReconcile?.json ?? .null,
                "pushDaemon": state.data.site?.push?.status.json ?? .null,
                "hooks": await state.data.hooks?.summary ?? .null,
                "lock": .object(["waiting": .count(state.data.site?.waitingForLock ?? 0)]),
            ]))
    }

    /// What is wrong with what is served; before anything is, with what could not be.
    private static func problems(
        of snapshot: Snapshot?, _ journal: ReloadJournal?
    ) -> (list: [SheetProblem], count: Int) {
        if let snapshot { return (snapshot.problems, snapshot.problemCount) }
        guard case .refused(let refusal) = journal?.newest?.result,
            case .rebuildFailed(_, let problems, let count) = refusal.reason
        else { return ([], 0) }
        return (problems, count)
    }

    private struct Tip {
        let commit: CommitID
        /// Seconds since 1970.
        let committedAt: Int64
    }

    /// Nil also when the repository cannot be read: status has an answer for a damaged one too.
    private static func tip(_ ref: RefName, _ site: OpenData.Site) async -> Tip? {
        guard let commit = try? await site.repository.tip(of: ref),
            let info = try? await site.repository.info(of: commit)
        else { return nil }
        return Tip(commit: commit, committedAt: info.committedAt)
    }

    private static func searchState(_ state: APIState) -> String {
        guard let site = state.data.site else { return "closed" }
        return site.search.isBuilding ? "building" : "ready"
    }

    /// Seconds since a tip that is not served was committed; 0 when it is served.
    private static func lag(of tip: Tip?, behind snapshot: Snapshot?) -> JSON {
        guard let tip else { return .null }
        guard tip.commit != snapshot?.commit else { return 0 }
        return .count(max(0, Int64(Date().timeIntervalSince1970) - tip.committedAt))
    }
}

extension ReloadJournal.Entry {
    /// The report as it was answered, with `at`; of a failure, `outcome` is the code.
    fileprivate var json: JSON {
        let body: JSON
        let outcome: String
        switch result {
        case .done(let report):
            body = report.json
            outcome = report.outcome.rawValue
        case .refused(let refusal):
            body = ErrorResponses.response(to: refusal).body
            outcome = refusal.code
        }
        guard case .object(let members) = body else { return body }
        let added = [
            JSON.Member("at", .string(at.formatted(.iso8601))),
            JSON.Member("outcome", .string(outcome)),
        ]
        return .object(added + members.filter { $0.key != "outcome" })
    }
}
