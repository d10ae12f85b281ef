import Foundation
import Glibc
import ScenarioKit
import TestSupport
import Testing

/// A runner that was killed cannot clean up; somebody else must.
@Suite("A killed runner", .serialized)
struct KilledRunnerTests {
    /// The server's name, as long as the system keeps it.
    private static let server = String((Products.livetree as NSString).lastPathComponent.prefix(15))

    @Test(arguments: ["http", "ssh", "git"])
    func leavesNothingRunning(transport: String) async throws {
        if transport == "ssh", !SSHServer.isAvailable { return }
        let stage = try Stage()
        // A push that a hook of the remote holds, so that the remote's programs live too.
        let text = try String(
            contentsOfFile: stage.write([
                "start: api", "gate: {id: held, in: origin, hook: pre-receive}",
                "write: {put: /api/sheets/people/zoe, body: {slug: zoe}}",
                "wait: {until: {gate: held}}",
                "sleep: {for: 300s, because: nobody waits for its end}",
            ]), encoding: .utf8
        ).replacing(
            "history:",
            with: """
                actors:
                  origin: {kind: remote, transport: \(transport)}
                  local: {kind: clone, of: origin}
                  api: {kind: server, data: local, remote: origin}
                history:
                """)
        try text.write(toFile: stage.path("x.yaml"), atomically: true, encoding: .utf8)
        let mark = stage.path("runs/x/world")
        let runner = Process()
        runner.executableURL = URL(fileURLWithPath: Products.scenarios)
        runner.arguments = [
            "run", stage.path("x.yaml"), "--server", Products.livetree, "--out",
            stage.path("runs"), "--timeout-scale", "5",
        ]
        runner.standardOutput = FileHandle.nullDevice
        runner.standardError = FileHandle.nullDevice
        try runner.run()
        defer { runner.terminate() }
        let isHeld = try await poll(for: .seconds(60), every: .milliseconds(100)) {
            let files = FileManager.default.enumerator(atPath: mark)
            return files?.contains { ("\($0)" as NSString).lastPathComponent == "held.held" }
                ?? false
        }
        #expect(isHeld)
        let names = Set(ProcessTable.living(marked: mark).map(\.name))
        #expect(names.contains(Self.server), "\(names)")
        #expect(names.count > 2, "\(names)")
        Glibc.kill(runner.processIdentifier, SIGKILL)
        var left: [ProcessTable.Entry] = []
        let isQuiet = try await poll(for: .seconds(20), every: .milliseconds(100)) {
            left = ProcessTable.living(marked: mark)
            return left.isEmpty
        }
        #expect(isQuiet, "\(left.map(\.name))")
        for entry in left { _ = Glibc.kill(entry.pid, SIGKILL) }
    }

    @Test func isMournedOnlyInWorldsThatDidNotEnd() async throws {
        let stage = try Stage()
        var watchman: Watchman? = Watchman()
        var sleepers: [String: Process] = [:]
        for name in ["ended", "begun", "other"] {
            let sleeper = Process()
            sleeper.executableURL = URL(fileURLWithPath: "/bin/sleep")
            sleeper.arguments = ["60"]
            sleeper.environment = ["HOME": "\(stage.path(name))/home"]
            try sleeper.run()
            sleepers[name] = sleeper
        }
        defer { for sleeper in sleepers.values where sleeper.isRunning { sleeper.terminate() } }
        for name in ["ended", "begun"] { watchman?.begin(stage.path(name)) }
        watchman?.end(stage.path("ended"))
        watchman = nil
        let isKilled = try await poll(for: .seconds(20)) {
            sleepers["begun"]?.isRunning == false
        }
        #expect(isKilled)
        // It looks five times; the others live on when it is done.
        try await Task.sleep(for: .milliseconds(1500))
        #expect(sleepers["ended"]?.isRunning == true && sleepers["other"]?.isRunning == true)
    }
}
