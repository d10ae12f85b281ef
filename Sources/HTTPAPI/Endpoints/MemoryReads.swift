import HTTPTypes
package import LiveData
import NIOHTTP1

/// The reads that memory answers in microseconds: one record, and a page of a sheet in the order
/// of paths. Everything else is `APIResponder`'s, with the same answers for these.
package final class MemoryReads: Sendable {
    private let live: LiveSnapshot
    /// What they are counted with.
    let meters: RequestMeters?
    private let kept = KeptAnswers()

    package init(live: LiveSnapshot, meters: RequestMeters? = nil) {
        self.live = live
        self.meters = meters
    }

    /// Nil: somebody else has to answer, as all refusals.
    func answer(to request: HTTPRequestHead, at date: inout HTTPDate) -> AnswerBytes? {
        guard request.method == .GET, request.version == .http1_1,
            request.uri.utf8.count <= Limits.targetBytes,
            let headers = PlainHeaders(request.headers), let snapshot = live.current
        else { return nil }
        let known = kept.answer(to: request.uri, in: snapshot)
        if let known, known.second == date.second() { return known.bytes(for: headers.condition) }
        guard let answer = known?.answer ?? Self.make(request.uri, in: snapshot) else { return nil }
        let dated = KeptAnswer(answer, at: &date)
        kept.keep(dated, to: request.uri, in: snapshot)
        return dated.bytes(for: headers.condition)
    }

    private static func make(_ target: String, in snapshot: Snapshot) -> MemoryAnswer? {
        guard let parsed = try? RequestTarget(target), let route = Route(parsed.segments),
            var answer = try? answer(route, parsed, in: snapshot)
        else { return nil }
        answer.kind = RequestKind(route, .get)
        answer.stamp(snapshot)
        return answer
    }

    private static func answer(
        _ route: Route, _ target: RequestTarget, in snapshot: Snapshot
    ) throws(APIError) -> MemoryAnswer? {
        switch route {
        case .record(let sheet, let path) where target.query.isEmpty:
            try SheetEndpoints.record(sheet, path, in: snapshot)
        case .sheet(let name)
        where target.query.allSatisfy({ $0.name == "limit" || $0.name == "cursor" }):
            try SheetEndpoints.page(name, target, in: snapshot)
        default: nil
        }
    }
}
