import HTTPTypes
import Hummingbird
import LiveData

/// `GET /api/events`: one server-sent event per swap.
enum EventEndpoint {
    static func respond(
        _ target: RequestTarget, to request: Request, _ state: APIState
    ) async throws(APIError) -> Response {
        let snapshot = try await SnapshotChoice.snapshot(for: target, state)
        let feed = state.events
        guard let place = feed.enter() else { throw .tooManyFollowers }
        let position = EventPosition(
            last: request.headers[.lastEventID], start: feed.start, served: snapshot.generation
        ) { state.live.swaps(after: $0, limit: 1) }
        let stream = EventStream(feed, from: position, of: snapshot, place: place)
        var response = Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                // nginx would otherwise keep events until a buffer is full.
                .accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                try await stream.send(to: &writer, until: request.body)
            })
        response.stamp(snapshot)
        return response
    }
}

extension HTTPField.Name {
    static let lastEventID = Self("Last-Event-ID")!
    static let accelBuffering = Self("X-Accel-Buffering")!
}
