import AsyncHTTPClient
import JSONModel
import NIOCore
import NIOHTTP1

/// What a watch tells.
package enum EtcdEvent: Equatable, Sendable {
    case put(EtcdEntry)
    case delete(key: String)
    /// Everything up to this revision has been told.
    case reached(revision: Int64)
}

extension EtcdClient {
    /// Tells of every change under `prefix` from `revision` on, in order, until it fails or the
    /// task is cancelled. `tell` returns false to end it.
    ///
    /// Throws `compacted` when etcd no longer has that revision: read everything anew, and watch
    /// from there; and `rewound` when it is not that far yet. An etcd that is cut off is silent, and
    /// so is one with nothing to tell.
    package func watch(
        _ prefix: String, from revision: Int64,
        _ tell: @escaping @Sendable (EtcdEvent) async -> Bool
    ) async throws(EtcdError) {
        let endpoint = endpoints.inTurn[0]
        try await enterIfNeeded(endpoint, within: Limits.call)
        do {
            try await endpoints.stand(at: endpoint) {
                try await follow(endpoint, prefix, revision, tell)
            }
        } catch .refused(EtcdError.unauthenticated, _) {
            try await enter(endpoint, within: Limits.call)
            throw .unavailable("the token had run out")
        } catch .unavailable(let why) {
            endpoints.failed(endpoint)
            throw .unavailable("\(endpoint): \(why)")
        }
    }

    private func follow(
        _ endpoint: String, _ prefix: String, _ revision: Int64,
        _ tell: (EtcdEvent) async -> Bool
    ) async throws(EtcdError) {
        let wish = JSON.object([
            "create_request": .object([
                "key": .etcdBytes(prefix), "range_end": .etcdBytes(Self.end(of: prefix)),
                "start_revision": .etcdNumber(revision), "progress_notify": true,
            ])
        ])
        do {
            let response = try await http.execute(
                request(endpoint, "/v3/watch", wish), deadline: .distantFuture)
            guard response.status == .ok else {
                let body = try? await response.body.collect(upTo: Limits.answer)
                throw EtcdError(
                    status: response.status.code,
                    body: body.flatMap { try? JSON.parse(Array(buffer: $0)) })
            }
            var lines = LineSplitter(longest: Limits.answer)
            for try await part in response.body {
                for line in try lines.add(Array(buffer: part)) {
                    guard try await pass(on: line, revision, tell) else { return }
                }
            }
            throw EtcdError.unavailable("it ended the watch")
        } catch {
            throw EtcdError(any: error)
        }
    }

    /// False: the receiver has enough.
    private func pass(
        on line: [UInt8], _ first: Int64, _ tell: (EtcdEvent) async -> Bool
    ) async throws -> Bool {
        guard let message = try? JSON.parse(line) else {
            throw EtcdError.malformed("a line of a watch")
        }
        guard let result = message["result"] else {
            throw EtcdError(status: 200, body: message["error"] ?? message)
        }
        if result["canceled"] == .bool(true) {
            let compacted = result["compact_revision"].orZero
            guard compacted == 0 else { throw EtcdError.compacted(revision: compacted) }
            throw EtcdError.unavailable(result["cancel_reason"]?.text ?? "it cancelled the watch")
        }
        let isCreated = result["created"] == .bool(true)
        let newest = (result["header"]?["revision"]).orZero
        // It would be silent until that is reached again.
        if isCreated, newest < first - 1 { throw EtcdError.rewound(revision: newest) }
        var reached: Int64 = 0
        for event in result["events"]?.items ?? [] {
            guard let kv = event["kv"] else { continue }
            reached = max(reached, kv["mod_revision"].orZero)
            if let told = Self.event(event, kv), await !tell(told) { return false }
        }
        // The first message names the newest revision, whose events may be still to come.
        if reached == 0, !isCreated { reached = newest }
        return reached == 0 ? true : await tell(.reached(revision: reached))
    }

    /// Nil: it is about nothing that is written here.
    private static func event(_ event: JSON, _ kv: JSON) -> EtcdEvent? {
        guard event["type"]?.text == "DELETE" else { return EtcdEntry(kv).map(EtcdEvent.put) }
        return kv["key"]?.etcdText.map(EtcdEvent.delete)
    }
}
