import Foundation
package import HTTPTypes
import Hummingbird
import JSONModel
import NIOCore

/// A write that came to another node than the writer.
enum ForwardedWrite {
    /// The writer's answer; nil when this node is the writer, or is alone.
    static func answer(
        _ request: Request, _ body: [UInt8], _ state: APIState
    ) async throws(APIError) -> Response? {
        guard let routing = state.routing else { return nil }
        let writer: String
        switch routing.way() {
        case .here:
            // Sent to an earlier lead of this node: whoever sent it has given it up.
            guard isMeant(request, for: routing.term()) else {
                throw .noWriter("the writer has changed meanwhile")
            }
            return nil
        case .nowhere(let why): throw .noWriter(why)
        case .elsewhere(let url): writer = url
        }
        // Two nodes that each take the other for the writer would send it to and fro.
        guard request.headers[.forwardedByNode] == nil else {
            throw .noWriter("the writer has just changed")
        }
        if routing.redirects { return redirect(to: writer + (request.head.path ?? "/")) }
        return try await pass(request, body, to: writer, state, routing)
    }

    private static func isMeant(_ request: Request, for term: Int64?) -> Bool {
        request.headers[.forwardedTerm].map { $0 == term.map(String.init) } ?? true
    }

    /// The answer of that node.
    static func pass(
        _ request: Request, _ body: [UInt8], to writer: String, _ state: APIState,
        _ routing: WriteRouting
    ) async throws(APIError) -> Response {
        let target = request.head.path ?? "/"
        let message = WriteRouting.Message(
            method: request.method, target: target, headers: kept(request.headers), body: body)
        switch await routing.send(message, writer) {
        case .success(let answer): return await response(answer, state)
        case .failure(.notSent(let why)): throw .noWriter("the writer is not reached: \(why)")
        case .failure(.unknown(let why)): throw .writerSilent(why)
        }
    }

    /// What was written is served here too before the answer, where that takes a moment only.
    private static func response(
        _ answer: WriteRouting.Answer, _ state: APIState
    ) async -> Response {
        if answer.status.kind == .successful, let json = try? JSON.parse(answer.body),
            let commit = json["commit"]?.text
        {
            await SnapshotChoice.wait(for: commit, within: Limits.forwardedWait, state)
        }
        var headers = kept(answer.headers)
        // Of the writer's snapshots; a connection to this node hears of this node's only.
        headers[.dataCommit] = nil
        headers[.dataGeneration] = nil
        headers[.contentLength] = String(answer.body.count)
        return Response(
            status: answer.status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private static func redirect(to url: String) -> Response {
        Response(status: .temporaryRedirect, headers: [.location: url, .contentLength: "0"])
    }

    /// Without what belongs to one connection (RFC 9110, section 7.6.1), or to this server.
    private static func kept(_ fields: HTTPFields) -> HTTPFields {
        let named = (fields[.connection] ?? "").lowercased().split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        let dropped = Set(
            named + [
                "connection", "keep-alive", "proxy-connection", "te", "trailer",
                "transfer-encoding", "upgrade", "expect", "content-length", "host", "date",
                "server",
            ])
        var kept = HTTPFields()
        for field in fields where !dropped.contains(field.name.canonicalName) {
            kept.append(field)
        }
        return kept
    }
}

extension HTTPField.Name {
    /// The node that passes a write on.
    package static let forwardedByNode = Self("Livetree-Forwarded-By")!
    /// The term in which the node that a write is passed on to leads.
    package static let forwardedTerm = Self("Livetree-Forwarded-Term")!
}

extension APIError {
    static func noWriter(_ why: String) -> APIError {
        APIError(
            status: .serviceUnavailable, code: "no-writer",
            message: "no node of the cluster can write now: \(why)",
            hint: "send it again in a few seconds; nothing was written",
            headers: [.retryAfter: "1"])
    }

    fileprivate static func writerSilent(_ why: String) -> APIError {
        APIError(
            status: .gatewayTimeout, code: "outcome-unknown",
            message: "the writer did not answer: \(why)",
            hint: "read the record before you send it again: it may have been written")
    }
}
