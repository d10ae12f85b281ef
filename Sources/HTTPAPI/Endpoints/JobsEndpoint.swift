import Hooks
import Hummingbird
import JSONModel

/// `GET /api/_internal/jobs`: what ran and what waits. `POST` with `{"repository": …}` runs one by
/// hand (`livetree jobs run`).
enum JobsEndpoint {
    static func respond(
        to request: Request, _ state: APIState
    ) async throws(APIError) -> Response {
        try InternalCredential.checkUnread(request, secrets: state.secrets().reload)
        guard request.method == .post else {
            guard let jobs = await state.jobs else { throw .noSnapshot }
            return Answers.json(.object(["jobs": .array(jobs.map(\.json))]))
        }
        let body = try await BodyReader.read(request, limit: Limits.reloadBodyBytes)
        let json = try BodyReader.json(body)
        guard case .object(let members) = json, members.count == 1,
            let repository = json["repository"]?.text
        else {
            throw .badRequest(#"the body is not {"repository": "owner/name"}"#)
        }
        guard let dispatcher = state.data.hooks else { throw elsewhere(state) }
        let decision = await dispatcher.runNow(repository)
        if case .ignored = decision {
            throw .notFound(
                "no such repository is managed",
                hint: "hooks.gitops.repositories of --config names them")
        }
        return try HookResponses.response(to: [decision])
    }

    /// Internal endpoints are not passed on: they may be where only their own machine reaches them.
    private static func elsewhere(_ state: APIState) -> APIError {
        guard case .elsewhere(let url)? = state.routing?.runner() else { return .noSnapshot }
        return APIError(
            status: .conflict, code: "not-writer",
            message: "the commands of webhooks run at the node \(url)", hint: "ask that node")
    }
}
