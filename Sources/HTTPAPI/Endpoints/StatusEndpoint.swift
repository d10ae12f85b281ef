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
        var response = Answers.json(await status(state, serving: snapshot))
        if let snapshot { response.stamp(snapshot) }
        return response
    }

    /// All a server says of itself; only for holders of the secret.
    static func status(_ state: APIState, serving snapshot: Snapshot?) async -> JSON {
        let lag = await ServedLag(snapshot, state)
        let journal = state.data.site?.journal
        let problems = problems(of: snapshot, journal)
        let alone: KeyValuePairs<String, JSON> = [
            "servedCommit": snapshot?.commitJSON ?? .null,
            "servedSince": .optional(state.live.servedSince?.formatted(.iso8601)),
            "localCommit": .optional(lag.localCommit?.hex),
            "remoteCommit": .optional(lag.remoteCommit?.hex),
            "remoteIsServed": await remoteIsServed(lag.remoteCommit, by: snapshot, state),
            "branch": .string(state.branch.text),
            "generation": .count(snapshot?.generation ?? 0),
            "records": .count(snapshot?.recordCount ?? 0),
            "problems": .array(problems.list.map(\.json)),
            "problemCount": .count(problems.count),
            "search": .string(searchState(state)),
            "lag": lag.json,
            "lastReload": journal?.lastReload?.json ?? .null,
            "lastReconcile": journal?.lastReconcile?.json ?? .null,
            "recent": .array((journal?.recent ?? []).map(\.json)),
            "pushDaemon": state.data.site?.push?.status.json ?? .null,
            "hooks": await state.data.hooks?.summary ?? .null,
            "attention": StatusNeeds.attention(state.alerts),
            "conflicts": await StatusNeeds.conflicts(
                state.data.site, served: snapshot?.commit),
            "lock": .object(["waiting": .count(state.data.site?.waitingForLock ?? 0)]),
        ]
        return .object(alone.map { .init($0.key, $0.value) } + clusterPart(state))
    }

    /// Only a node of a cluster has one.
    private static func clusterPart(_ state: APIState) -> [JSON.Member] {
        state.cluster().map { [JSON.Member("cluster", $0)] } ?? []
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

    /// Whether the served commit contains the remote's: one that is only ahead lacks nothing.
    private static func remoteIsServed(
        _ remote: CommitID?, by snapshot: Snapshot?, _ state: APIState
    ) async -> JSON {
        guard let remote, let site = state.data.site else { return .null }
        guard let served = snapshot?.commit else { return false }
        if remote == served { return true }
        let isIn = try? await site.repository.isAncestor(remote, of: served)
        return .bool(isIn ?? false)
    }

    private static func searchState(_ state: APIState) -> String {
        guard let site = state.data.site else { return "closed" }
        return site.search.isBuilding ? "building" : "ready"
    }
}

extension ReloadJournal.Entry {
    /// The report as it was answered, with `at`; of a failure, `outcome` is the code.
    fileprivate var json: JSON { .object(members) }

    fileprivate var members: [JSON.Member] {
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
        guard case .object(let members) = body else { return [] }
        let added = [
            JSON.Member("at", .string(at.formatted(.iso8601))),
            JSON.Member("outcome", .string(outcome)),
        ]
        return added + members.filter { $0.key != "outcome" }
    }
}

extension ReloadJournal.Recent {
    /// What a list of them tells of each.
    fileprivate var json: JSON {
        let told: Set = [
            "at", "outcome", "ok", "durationMs", "changedRecords", "timings", "error",
            "conflictBranch",
        ]
        let kind = JSON.Member("kind", .string(kind.rawValue))
        return .object([kind] + entry.members.filter { told.contains($0.key) })
    }
}
