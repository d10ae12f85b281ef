import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("System calls that are made to fail", .enabled(if: SystemCallTrap.isAvailable))
struct SystemCallTrapTests {
    /// A process that tries to rename a file once each time it is told to, and says how it went.
    private static let script = """
        while [ ! -e done ]; do
            if [ -e go ]; then
                rm go
                if mv one two 2>/dev/null; then echo moved; else echo failed; fi >>said.new
                cp said.new said
                : >one
            fi
            sleep 0.02
        done
        """

    @Test func failWhileTheTrapIsSetAndNoLonger() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        @Sendable func file(_ name: String) -> String { "\(path)/\(name)" }
        @Sendable func attempt(_ number: Int) async throws -> String? {
            try Data().write(to: URL(fileURLWithPath: file("go")))
            var said: [Substring] = []
            _ = try await poll(for: .seconds(20)) {
                said = ((try? String(contentsOfFile: file("said"), encoding: .utf8)) ?? "")
                    .split(separator: "\n")
                return said.count >= number
            }
            return said.last.map(String.init)
        }
        try Data().write(to: URL(fileURLWithPath: file("one")))
        try await JobScope.run { scope in
            let process = try await ServerProcess.start(
                .init(
                    executable: "/bin/sh", arguments: ["-c", Self.script],
                    environment: ["PATH": "/usr/bin:/bin"], directory: path, log: file("log")),
                in: scope)
            #expect(try await attempt(1) == "moved")
            let trap = try await SystemCallTrap.set(
                .init(name: "rename,renameat,renameat2", error: "ENOSPC"), on: process.pid,
                name: "full", in: path, scope: scope)
            #expect(!trap.hasMet)
            #expect(try await attempt(2) == "failed")
            #expect(trap.hasMet)
            await trap.heal()
            #expect(try await attempt(3) == "moved")
            try Data().write(to: URL(fileURLWithPath: file("done")))
            #expect(await process.exit.value() == 0)
        }
    }
}
