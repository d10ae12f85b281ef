import HTTPTypes
import Hooks
package import Hummingbird
import LiveData
import NIOCore

/// Answers every request: limits, route, method, credential, endpoint, error shape, headers.
package struct APIResponder: HTTPResponder {
    package typealias Context = ClientContext

    private let state: APIState
    /// On a public port beside an internal one.
    private let hidesInternal: Bool

    /// `hidesInternal`: what is for operators only is not there.
    package init(state: APIState, hidesInternal: Bool = false) {
        self.state = state
        self.hidesInternal = hidesInternal
    }

    package func respond(
        to request: Request, context: ClientContext
    ) async throws -> Response {
        let begun = NIODeadline.now()
        let id = RequestID(request.headers)
        var kind = RequestKind.none
        var code: String?
        var response: Response
        do {
            response = try await answer(request, id, &kind)
        } catch {
            let told = state.failures.answer(to: request, from: context.client, instead: error)
            code = told.code
            response = Answers.error(told)
        }
        // A read that memory might have answered has the same headers.
        if !kind.isRead || response.status.code >= 500 {
            response.headers[.requestID] = id.text
        }
        if response.headers[.dataCommit] == nil, let snapshot = state.live.current {
            response.stamp(snapshot)
        }
        if request.method == .head {
            // Setting the body sets the length too: it stays that of the answer to a GET.
            let length = response.headers[.contentLength]
            response.body = ResponseBody()
            response.headers[.contentLength] = length
        }
        state.requests.record(kind, status: response.status.code, since: begun)
        state.requestLog.tell(
            kind, request.method, id, status: response.status, code: code, since: begun)
        return response
    }

    /// `kind` is told as soon as it is known.
    private func answer(
        _ request: Request, _ id: RequestID, _ kind: inout RequestKind
    ) async throws(APIError) -> Response {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= Limits.targetBytes else { throw .uriTooLong }
        let parsed = try RequestTarget(target)
        guard let route = Route(parsed.segments), !(hidesInternal && route.isForOperators) else {
            throw .notFound("no such endpoint", hint: "GET /api/sheets lists what is served")
        }
        kind = RequestKind(route, request.method)
        guard route.methods.contains(request.method) else {
            throw .methodNotAllowed(route.methods)
        }
        if route == .jobs { return try await JobsEndpoint.respond(to: request, state) }
        if route.methods.contains(.get), request.method != .get, request.method != .head {
            return try await WriteEndpoints.respond(route, to: request, state)
        }
        switch route {
        case .transactions: return try await TransactionEndpoint.respond(to: request, state)
        case .jobs: return try await JobsEndpoint.respond(to: request, state)
        case .page: return await PageEndpoint.respond(state, hasButtons: !hidesInternal)
        case .pageAsset(let name): return try PageEndpoint.asset(name, for: request)
        case .wholePage: return try await PageEndpoint.whole(to: request, state)
        case .live: return HealthEndpoints.live()
        case .ready: return HealthEndpoints.ready(state)
        case .apiDescription: return APIDescription.respond()
        case .events: return try await EventEndpoint.respond(parsed, to: request, state)
        case .metrics: return await MetricsEndpoint.respond(state)
        case .gitops, .deploy:
            return try await DeliveryEndpoint.respond(
                to: request, at: route == .deploy ? .deploy : .gitops, state)
        case .reload: return try await ReloadEndpoint.respond(to: request, id, state)
        case .reconcile: return try await ReconcileEndpoint.respond(to: request, id, state)
        case .status: return try await StatusEndpoint.respond(to: request, state)
        case .sheets, .sheet, .record, .search, .attachment:
            return try await read(route, parsed, request)
        }
    }

    /// A read takes the snapshot once; everything in the answer comes from it.
    private func read(
        _ route: Route, _ target: RequestTarget, _ request: Request
    ) async throws(APIError) -> Response {
        let snapshot = try await SnapshotChoice.snapshot(for: target, state)
        var response: Response
        do {
            switch route {
            case .sheets: response = SheetEndpoints.all(in: snapshot)
            case .sheet(let name):
                response = try await SheetEndpoints.list(name, target, in: snapshot, state)
            case .record(let sheet, let path):
                response = try SheetEndpoints.record(sheet, path, in: snapshot)
                    .conditional(on: request.headers[.ifNoneMatch]).response
            case .search: response = try await SearchEndpoint.respond(target, in: snapshot, state)
            case .attachment(let sheet, let path, let name):
                response = try await AttachmentEndpoint.respond(
                    sheet: sheet, path: path, name: name, request, in: snapshot, state)
            default: preconditionFailure("\(route) is not a read")
            }
        } catch {
            response = Answers.error(error)
        }
        response.stamp(snapshot)
        return response
    }
}
