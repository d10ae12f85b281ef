import Foundation
import GitModel
import JSONModel
import Logging
import Reload
import ServiceLifecycle

/// The embedded default: a throw-away origin with sample data, a server on it, a push, the
/// webhook, the swap; all of it real.
struct Demo: Sendable {
    let environment: [String: String]
    let effects: Effects
    /// Exit after the proof.
    let checks: Bool

    private static let secret = "demo-secret"

    func run() async throws {
        let world = try DemoWorld(environment: environment)
        defer { world.remove() }
        try await world.seed()
        let settings = try Settings(
            environment: [
                "CFP_DATA_REPO_PATH": world.server, "CFP_DATA_REMOTE": world.origin,
                "CFP_DATA_RELOAD_SECRET": Self.secret, "CFP_DATA_POLL_INTERVAL": "0",
            ], configFile: nil)
        let assembly = ServerAssembly(
            try Configuration(settings), environment: environment, effects: effects,
            logger: Program.logger(level: .error))
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let visitor = Visitor(ports: ports, stays: !checks) { port in
            try await show(world, DemoClient(port: port, secret: Self.secret))
        }
        try await assembly.run(
            host: "127.0.0.1", port: 0, companion: visitor, onListening: { port.yield($0) })
    }

    /// Shows the demo on the server that starts beside it; the server stops when it returns.
    private struct Visitor: Service {
        let ports: AsyncStream<Int>
        /// Keep serving after the show, until a signal comes.
        let stays: Bool
        let show: @Sendable (Int) async throws -> Void

        func run() async throws {
            for await port in ports.prefix(1) { try await show(port) }
            if stays { try await gracefulShutdown() }
        }
    }

    private func show(_ world: DemoWorld, _ client: DemoClient) async throws {
        let begun = ContinuousClock.now
        try await client.waitUntilReady()
        let people = try await client.get("/api/sheets/people?limit=1")
        guard let total = people.json["total"], case .integer(let records) = total else {
            throw StopReason(.checkFailed, "the demo's server answered without a total")
        }
        say("1. server up on \(client.base), \(records) records, first commit \(people.short)")
        say("   cloned, read and served in \(milliseconds(ContinuousClock.now - begun))")
        let before = try await client.get(DemoWorld.changedRecord)
        say("2. GET \(DemoWorld.changedRecord) → name \(before.name)")
        let pushed = try await world.push(name: "Ada Lovelace, Countess")
        say("3. git push: \(pushed.hex.prefix(10)) changes that name")
        let report = try await client.reload(pushed)
        say("4. webhook POST /api/_internal/reload-data → \(report.text)")
        let after = try await client.get(DemoWorld.changedRecord)
        say("5. GET \(DemoWorld.changedRecord) → name \(after.name), X-Data-Commit \(after.short)")
        guard before.name == "Ada Lovelace", after.name == "Ada Lovelace, Countess",
            after.commit == pushed.hex, after.generation == before.generation + 1
        else { throw StopReason(.checkFailed, "the change did not become visible as it should") }
        say(
            "   the change is served: generation \(before.generation) → \(after.generation), no restart"
        )
        if !checks {
            say("")
            say("Try it yourself; Ctrl-C ends it:")
            say("   curl -i \(client.base)\(DemoWorld.changedRecord)")
            say("   curl '\(client.base)/api/search?q=lovelace'")
        }
    }

    private func say(_ line: String) {
        LogLine.clearProgress()
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private func milliseconds(_ duration: Duration) -> String {
        "\((duration.milliseconds * 10).rounded() / 10) ms"
    }
}
