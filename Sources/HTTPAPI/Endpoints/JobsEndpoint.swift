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
        guard let dispatcher = state.data.hooks else { throw .noSnapshot }
        guard request.method == .post else {
            let jobs = await dispatcher.jobs.map(\.json)
            return Answers.json(.object(["jobs": .array(jobs)]))
        }
        let body = try await BodyReader.read(request, limit: Limits.reloadBodyBytes)
        let json = try BodyReader.json(body)
        guard case .object(let members) = json, members.count == 1,
            let repository = json["repository"]?.text
        else {
            throw .badRequest(#"the body is not {"repository": "owner/name"}"#)
        }
        let decision = await dispatcher.runNow(repository)
        if case .ignored = decision {
            throw .notFound(
                "no such repository is managed",
                hint: "hooks.gitops.repositories of --config names them")
        }
        return try HookResponses.response(to: [decision])
    }
}
