import HTTPTypes
package import LiveData

/// The reads that memory answers in microseconds: one record, and a page of a sheet in the order
/// of paths. Everything else is `APIResponder`'s, with the same answers for these.
package final class MemoryReads: Sendable {
    private let live: LiveSnapshot
    private let kept = KeptAnswers()

    package init(live: LiveSnapshot) { self.live = live }

    /// Nil: somebody else has to answer, as all refusals.
    func answer(to request: HTTPRequest) -> MemoryAnswer? {
        guard request.method == .get, let target = request.path,
            target.utf8.count <= Limits.targetBytes, Self.isPlain(request.headerFields),
            let snapshot = live.current,
            let answer = kept.answer(to: target, in: snapshot)
                ?? make(target, in: snapshot)
        else { return nil }
        return answer.conditional(on: request.headerFields[.ifNoneMatch])
    }

    private func make(_ target: String, in snapshot: Snapshot) -> MemoryAnswer? {
        guard let parsed = try? RequestTarget(target), let route = Route(parsed.segments),
            var answer = try? Self.answer(route, parsed, in: snapshot)
        else { return nil }
        answer.stamp(snapshot)
        kept.keep(answer, to: target, in: snapshot)
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

    /// Without a body, and without anything to say about the connection.
    private static func isPlain(_ headers: HTTPFields) -> Bool {
        headers[.contentLength] == nil && headers[.transferEncoding] == nil
            && headers[.connection].map { $0.lowercased() == "keep-alive" } ?? true
            && headers[.expect] == nil && headers[.upgrade] == nil
    }
}
