import AsyncHTTPClient
package import JSONModel
import NIOCore
import NIOHTTP1

/// A client of `GET /api/events`, over a connection of its own. Used by one task.
package final class EventFollower {
    package struct Event: Sendable {
        package let name: String
        package let id: String?
        package let data: JSON
    }

    /// The stream ended where something was wanted.
    package struct Ended: Error {}

    package let status: Int
    private let headers: HTTPHeaders
    private let client: HTTPClient
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var reader = EventReader()
    private var waiting: [EventReader.Event] = []
    /// What it would send as `Last-Event-ID`.
    package private(set) var lastID: String?

    package init(port: Int, after last: String? = nil) async throws {
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/api/events")
        if let last { request.headers.add(name: "Last-Event-ID", value: last) }
        let response = try await client.execute(request, timeout: .seconds(60))
        status = Int(response.status.code)
        headers = response.headers
        body = response.body.makeAsyncIterator()
    }

    deinit { client.shutdown { _ in } }

    package func header(_ name: String) -> String? { headers.first(name: name) }

    /// The next event; comments are passed over.
    package func next() async throws -> Event {
        while true {
            guard let event = try await nextItem() else { throw Ended() }
            guard event.comment == nil else { continue }
            lastID = event.id ?? lastID
            return Event(
                name: event.name, id: event.id, data: try JSON.parse(Array(event.data.utf8)))
        }
    }

    /// The next comment; events are passed over.
    package func nextComment() async throws -> String {
        while true {
            guard let event = try await nextItem() else { throw Ended() }
            if let comment = event.comment { return comment }
        }
    }

    /// Whether nothing but the end follows.
    package func isAtItsEnd() async throws -> Bool { try await nextItem() == nil }

    /// The answer's whole body, of one that is no stream.
    package func wholeBody() async throws -> JSON {
        var bytes: [UInt8] = []
        while let part = try await body.next() { bytes += part.readableBytesView }
        return try JSON.parse(bytes)
    }

    /// Closes the connection.
    package func leave() async { try? await client.shutdown() }

    private func nextItem() async throws -> EventReader.Event? {
        while waiting.isEmpty {
            guard let part = try await body.next() else { return nil }
            waiting = reader.take(part.readableBytesView)
        }
        return waiting.removeFirst()
    }
}
