import Commit
import GitModel
import HTTPTypes
import Hummingbird
import JSONModel

/// `PUT`, `PATCH`, `DELETE` and `POST` of sheets, records and attachments: one commit each
/// (CONTRACT §4).
enum WriteEndpoints {
    static func respond(
        _ route: Route, to request: Request, _ state: APIState
    ) async throws(APIError) -> Response {
        let limit: Int
        if case .attachment = route {
            limit = Commit.Limits.attachmentBytes
        } else {
            limit = Limits.writeBodyBytes
        }
        let body = try await WriteBody.bytes(of: request, limit: limit, state)
        if let answer = try await ForwardedWrite.answer(request, body, state) { return answer }
        let write = WriteRequest(
            [
                WriteOperation(
                    sheet: sheet(of: route), try change(route, request.method, body),
                    condition: WriteBody.condition(of: request))
            ],
            author: try WriteBody.author(of: request), size: body.count)
        let report = try await carryOut(write, state)
        return answer(report, isPost: request.method == .post)
    }

    /// Hands the request over and returns once it is durable and served.
    static func carryOut(
        _ write: WriteRequest, _ state: APIState
    ) async throws(APIError) -> WriteReport {
        guard let site = state.data.site else { throw .noSnapshot }
        switch await site.committer.write(write) {
        case .done(let report): return report
        case .refused(let refusal): throw WriteResponses.response(to: refusal)
        }
    }

    private static func sheet(of route: Route) -> String {
        switch route {
        case .sheet(let sheet), .record(let sheet, _), .attachment(let sheet, _, _): sheet
        default: preconditionFailure("\(route) is not written to")
        }
    }

    private static func change(
        _ route: Route, _ method: HTTPRequest.Method, _ body: [UInt8]
    ) throws(APIError) -> WriteOperation.Change {
        switch (route, method) {
        case (.sheet, .post): .put(path: nil, try BodyReader.json(body), onlyNew: true)
        case (.sheet, _): .declare(try BodyReader.json(body))
        case (.record(_, let path), .put):
            .put(path: path, try BodyReader.json(body), onlyNew: false)
        case (.record(_, let path), .patch): .patch(path: path, try BodyReader.json(body))
        case (.record(_, let path), _): .delete(path: path)
        case (.attachment(_, let path, let name), .put): .attach(path: "\(path)/\(name)", body)
        case (.attachment(_, let path, let name), _): .detach(path: "\(path)/\(name)")
        default: preconditionFailure("\(route) is not written to")
        }
    }

    private static func answer(_ report: WriteReport, isPost: Bool) -> Response {
        guard let operation = report.operations.first else {
            preconditionFailure("a write has an operation")
        }
        var response = Answers.json(
            .object([
                "ok": true, "commit": .optional(report.commit?.hex),
                "path": .string(operation.path), "swapped": .bool(report.swapped),
            ]), status: operation.isNew ? .created : .ok)
        if let blob = operation.blob { response.headers[.eTag] = "\"\(blob.hex)\"" }
        if isPost {
            response.headers[.location] = WriteResponses.location(
                of: operation.path, in: operation.sheet)
        }
        response.stamp(report.snapshot)
        return response
    }
}
