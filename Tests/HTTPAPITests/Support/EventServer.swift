import Alerts
import GitModel
import Hummingbird
import LiveData
import Logging
import Meters
import ServiceLifecycle
import TestSupport
import Testing
import Webhooks

@testable import HTTPAPI

/// The edge alone on a real port, over snapshots that hold nothing but what followers are told.
struct EventServer: Sendable {
    let port: Int
    private let state: APIState
    private let group: ServiceGroup

    var feed: EventFeed { state.events }

    /// Serves generation 1 while `body` runs.
    static func serving(
        _ limits: EventLimits = EventLimits(), log: SwapLog = SwapLog(),
        _ body: (EventServer) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let meters = MeterRegistry()
        let branch = try #require(BranchName("main"))
        let state = APIState(
            live: LiveSnapshot(log: log), data: OpenData(), branch: branch, remote: nil,
            logger: logger, alerts: AlertDesk(branch: "main", logger: logger, meters: meters),
            meters: meters, eventLimits: limits,
            secrets: {
                APISecrets(
                    reload: SecretSet(text: nil), gitHub: SecretSet(text: nil),
                    write: SecretSet(text: nil))
            }, hookSecret: { _ in SecretSet(text: nil) })
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let web = Application(
            responder: APIResponder(state: state),
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { listening.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let group = ServiceGroup(
            configuration: .init(services: [.init(service: web)], logger: logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let server = EventServer(
                port: try #require(await iterator.next()), state: state, group: group)
            server.swap(to: 1)
            try await body(server)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// Swaps in a snapshot of which so many records differ.
    func swap(to generation: UInt64, changes: Int = 1, pathLength: Int = 4) {
        let filler = String(repeating: "x", count: pathLength)
        let records = (0..<changes).map {
            RecordChange(sheet: "people", path: "\(filler)\($0)", op: .changed)
        }
        state.live.swap(
            to: Snapshot(
                commit: nil, tree: nil, generation: generation, sheets: [:],
                changes: ChangeSummary(sheets: ["people"], records: records)))
    }

    func follow(after last: String? = nil) async throws -> EventFollower {
        try await EventFollower(port: port, after: last)
    }

    /// Begins to stop the server.
    func stop() async { await group.triggerGracefulShutdown() }

    /// How many followers ended for that reason.
    func count(of reason: FollowerEnd) -> Int {
        var text = MeterText()
        state.meters.write(to: &text)
        let start = "livetree_followers_ended_total{reason=\"\(reason.rawValue)\"} "
        let line = String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix(start) }
        return line.flatMap { Int($0.dropFirst(start.count)) } ?? 0
    }

    /// Asks again and again, up to a bound, until something is so.
    func until(_ what: String, _ isTrue: (EventServer) -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while !isTrue(self) {
            try #require(ContinuousClock.now < end, "\(what): not within 20 s")
            // Not a wait for a result: the pause between two questions.
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
