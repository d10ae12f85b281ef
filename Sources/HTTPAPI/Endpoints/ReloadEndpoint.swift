import GitModel
import HTTPTypes
import Hummingbird
import JSONModel
import Reload
import Webhooks

/// `POST /api/_internal/reload-data` (CONTRACT §3).
enum ReloadEndpoint {
    /// What a verified body asks for.
    private enum Wish {
        case reload(ReloadRequest)
        case ignore(why: String)
    }

    static func respond(
        to request: Request, _ id: RequestID, _ state: APIState
    ) async throws(APIError) -> Response {
        let wish: Wish
        if InternalCredential.credential(of: request) != nil {
            try InternalCredential.checkUnread(request, secrets: state.secrets().reload)
            let body = try await BodyReader.read(request, limit: Limits.reloadBodyBytes)
            wish = try Self.wish(of: body, request, state, fromAnyRepository: true)
        } else if let signature = request.headers[.hubSignature] {
            let body = try await signedBody(request, signature, state)
            wish = try Self.wish(of: body, request, state, fromAnyRepository: false)
        } else {
            try InternalCredential.refuseUnread(request) { () throws(APIError) in
                throw .unauthorized
            }
            throw .unauthorized
        }
        switch wish {
        case .ignore(let why):
            return Answers.json(.object(["ok": true, "ignored": .string(why)]))
        case .reload(let wanted):
            guard let site = state.data.site else { throw .noSnapshot }
            switch await site.reloader.reload(wanted, id: id.text) {
            case .done(let report): return Answers.json(report.json)
            case .refused(let refusal): throw ErrorResponses.response(to: refusal)
            }
        }
    }

    /// Reads a GitHub delivery and verifies it before anything is parsed.
    private static func signedBody(
        _ request: Request, _ signature: String, _ state: APIState
    ) async throws(APIError) -> [UInt8] {
        let secrets = state.secrets().gitHub
        guard !secrets.isEmpty else { throw .notConfigured("GITHUB_WEBHOOK_SECRET") }
        let (body, isValid) = try await state.signedBodies.read(request) { body in
            GitHubSignature.isValid(header: signature, body: body, secrets: secrets)
        }
        guard isValid else { throw .unauthorized }
        return body
    }

    private static func wish(
        of body: [UInt8], _ request: Request, _ state: APIState, fromAnyRepository: Bool
    ) throws(APIError) -> Wish {
        if body.isEmpty { return .reload(ReloadRequest()) }
        let json = try BodyReader.json(body)
        guard case .object = json else { throw .badRequest("the body is not a JSON object") }
        let event = request.headers[.gitHubEvent]
        if !fromAnyRepository || event != nil || json["repository"] != nil {
            return try pushWish(json, event, state, fromAnyRepository)
        }
        return .reload(try plainWish(json))
    }

    /// `{"branch": "...", "commitHash": "..."}`
    private static func plainWish(_ json: JSON) throws(APIError) -> ReloadRequest {
        let branch = try optionalText("branch", of: json)
        guard let text = try optionalText("commitHash", of: json) else {
            return ReloadRequest(branch: branch)
        }
        guard let commit = CommitHint(text) else {
            throw .badRequest("commitHash is not 4 to 40 hexadecimal digits")
        }
        return ReloadRequest(branch: branch, commit: commit)
    }

    private static func optionalText(_ key: String, of json: JSON) throws(APIError) -> String? {
        switch json[key] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .badRequest("\(key) is not a string")
        }
    }

    private static func pushWish(
        _ json: JSON, _ event: String?, _ state: APIState, _ fromAnyRepository: Bool
    ) throws(APIError) -> Wish {
        switch PushPayload.github(event: event, body: json) {
        case .malformed(let message): throw .badRequest(message)
        case .ignored(let why): return .ignore(why: why)
        case .push(let push):
            guard fromAnyRepository || push.isAbout(state.remote) else {
                return .ignore(why: "another repository")
            }
            guard push.branch == state.branch.text else { return .ignore(why: "another branch") }
            guard let commit = CommitHint(push.commit.hex) else {
                preconditionFailure("a commit id is a commit hint")
            }
            return .reload(ReloadRequest(branch: push.branch, commit: commit))
        }
    }
}
