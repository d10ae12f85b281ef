import HTTPTypes
import Hummingbird
import JSONModel
import Reload
import Webhooks

/// `POST /api/_internal/reload-data` (CONTRACT §3).
enum ReloadEndpoint {
    static func respond(
        to request: Request, _ id: RequestID, _ state: APIState
    ) async throws(APIError) -> Response {
        let wish: ReloadWish
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
            state.onReload()
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
    ) throws(APIError) -> ReloadWish {
        try ReloadWish.read(
            body, event: request.headers[.gitHubEvent], branch: state.branch,
            remote: state.remote, fromAnyRepository: fromAnyRepository)
    }
}
