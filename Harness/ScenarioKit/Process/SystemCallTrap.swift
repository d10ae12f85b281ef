import Foundation
import Glibc

/// System calls of a running process, and of what it starts, that fail instead of being made: the
/// program `strace`, attached to it.
package struct SystemCallTrap: Sendable {
    private static let program = "/usr/bin/strace"
    /// Where strace writes each call it let fail.
    private let report: String
    private let tracer: ServerProcess

    /// Whether this machine has strace and lets it attach to a process that is not its child.
    package static let isAvailable: Bool = {
        guard FileManager.default.isExecutableFile(atPath: program) else { return false }
        let scope = try? String(
            contentsOfFile: "/proc/sys/kernel/yama/ptrace_scope", encoding: .utf8)
        let strictness = scope.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        guard (strictness ?? 0) == 0 || strictness ?? 0 < 3 && geteuid() == 0 else { return false }
        let probe = Process()
        probe.executableURL = URL(fileURLWithPath: program)
        probe.arguments = ["-o", "/dev/null", "/bin/true"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }()

    /// Attaches to every thread of `pid` and returns once the calls fail. `folder` takes two files
    /// that begin with `name`.
    package static func set(
        _ call: Fault.SystemCall, on pid: Int32, name: String, in folder: String, scope: JobScope
    ) async throws -> SystemCallTrap {
        let report = "\(folder)/\(name).strace"
        let words = "\(report).log"
        let turn = call.nth.map { ":when=\($0)" } ?? ""
        let tracer = try await ServerProcess.start(
            .init(
                executable: program,
                arguments: [
                    "-f", "-p", "\(pid)", "-o", report, "-e", "trace=\(call.name)",
                    "-e", "inject=\(call.name):error=\(call.error)\(turn)",
                ],
                environment: ["PATH": "/usr/bin:/bin", "LC_ALL": "C"], directory: folder,
                log: words), in: scope)
        let trap = SystemCallTrap(report: report, tracer: tracer)
        _ = try await poll(for: Limits.start) {
            read(words).contains(" attached") || !tracer.isAlive
        }
        guard read(words).contains(" attached"), tracer.isAlive else {
            tracer.signal(SIGKILL, group: false)
            throw HarnessError.environment("strace does not attach: \(read(words))")
        }
        return trap
    }

    /// Whether a call was made to fail.
    package var hasMet: Bool { Self.read(report).contains("(INJECTED)") }

    /// Lets calls be made again; returns once they are.
    package func heal() async {
        tracer.signal(SIGTERM, group: false)
        _ = await tracer.exit.value()
    }

    private static func read(_ path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "" }
        return String(decoding: data, as: UTF8.self)
    }
}
