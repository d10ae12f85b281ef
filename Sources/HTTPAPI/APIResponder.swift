import HTTPTypes
import Hooks
package import Hummingbird
import LiveData

/// Answers every request: limits, route, method, credential, endpoint, error shape, headers.
package struct APIResponder: HTTPResponder {
    package typealias Context = BasicRequestContext

    private let state: APIState

    package init(state: APIState) { self.state = state }

    package func respond(
        to request: Request, context: BasicRequestContext
    ) async throws -> Response {
        var response: Response
        do {
            response = try await answer(request)
        } catch {
            response = Answers.error(error)
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
        return response
    }

    private func answer(_ request: Request) async throws(APIError) -> Response {
        let target = request.head.path ?? "/"
        guard target.utf8.count <= Limits.targetBytes else { throw .uriTooLong }
        let parsed = try RequestTarget(target)
        guard let route = Route(parsed.segments) else {
            throw .notFound("no such endpoint", hint: "GET /api/sheets lists what is served")
        }
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
        case .live: return HealthEndpoints.live()
        case .ready: return HealthEndpoints.ready(state)
        case .events: return try await EventEndpoint.respond(parsed, to: request, state)
        case .metrics: return await MetricsEndpoint.respond(state)
        case .gitops, .deploy:
            return try await DeliveryEndpoint.respond(
                to: request, at: route == .deploy ? .deploy : .gitops, state)
        case .reload: return try await ReloadEndpoint.respond(to: request, state)
        case .reconcile: return try await ReconcileEndpoint.respond(to: request, state)
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
