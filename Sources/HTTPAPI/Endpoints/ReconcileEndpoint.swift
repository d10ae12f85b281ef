import Hummingbird
import JSONModel
import Reconcile
import Reload

/// `POST /api/_internal/reconcile` (CONTRACT §3).
enum ReconcileEndpoint {
    static func respond(
        to request: Request, _ id: RequestID, _ state: APIState
    ) async throws(APIError) -> Response {
        try InternalCredential.checkUnread(request, secrets: state.secrets().reload)
        let body = try await BodyReader.read(request, limit: Limits.reloadBodyBytes)
        let adoption = try adoption(in: body)
        guard let site = state.data.site else { throw .noSnapshot }
        switch await site.reloader.reconcile(adopting: adoption, id: id.text) {
        case .done(let report): return Answers.json(report.json)
        case .refused(let refusal): throw ErrorResponses.response(to: refusal)
        }
    }

    /// `{"adopt": "…"}`, or nothing.
    private static func adoption(in body: [UInt8]) throws(APIError) -> Adoption? {
        if body.isEmpty { return nil }
        let json = try BodyReader.json(body)
        guard case .object(let members) = json else {
            throw .badRequest("the body is not a JSON object")
        }
        // A misspelt key would otherwise reconcile without what was meant.
        if let unknown = members.first(where: { $0.key != "adopt" }) {
            throw .badRequest(
                "unknown field \(unknown.key.prefix(40))", hint: "the only field is adopt")
        }
        switch json["adopt"] {
        case nil, .null: return nil
        case .string(let text):
            if let adoption = Adoption(rawValue: text) { return adoption }
        default: break
        }
        let known = Adoption.allCases.map(\.rawValue).joined(separator: ", ")
        throw .badRequest("adopt is none of \(known)", hint: "use one of \(known)")
    }
}
