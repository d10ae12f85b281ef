import Foundation
import Hooks
import Logging
import Subprocess
import Synchronization
import SystemPackage
import TestSupport
import Webhooks

/// A folder with scripts and a ledger, and dispatchers that are started and stopped over it.
struct HookWorld {
    let folder = try? TemporaryFolder()
    let log = LogLines()

    var path: String { folder?.path ?? "/nowhere" }
    func child(_ name: String) -> String { path + "/" + name }

    /// A rule whose script gets `FOLDER`, where it finds this world.
    func rule(
        _ name: String, _ script: String, branches: [String] = ["main"], retries: Int = 0,
        secret: String? = nil, timeout: Duration = .seconds(60)
    ) throws -> HookRule {
        let program = "hook-\(UUID().uuidString).sh"
        try folder?.write("#!/bin/sh\n" + script, to: program, executable: true)
        guard let pattern = NamePattern(name) else { throw CocoaError(.formatting) }
        return HookRule(
            name: pattern, secretVariable: secret, branches: branches, command: [child(program)],
            directory: path, timeout: timeout, environment: ["PATH", "FOLDER"], retries: retries,
            backoff: .milliseconds(50))
    }

    func dispatcher(
        _ rules: [HookRule], deploy: HookRule? = nil, concurrency: Int = 4,
        interval: Duration = .zero, ledger: String = "hooks"
    ) async -> HookDispatcher {
        let log = log
        return await HookDispatcher(
            configuration: Self.configuration(
                rules, deploy: deploy, concurrency: concurrency, interval: interval),
            folder: child(ledger), environment: ["PATH": "/usr/bin:/bin", "FOLDER": path],
            logger: Logger(label: "test") { _ in LineHandler(lines: log) })
    }

    static func configuration(
        _ rules: [HookRule], deploy: HookRule? = nil, concurrency: Int = 4,
        interval: Duration = .zero
    ) -> HookConfiguration {
        HookConfiguration(
            gitops: rules.isEmpty
                ? nil : .init(interval: interval, concurrency: concurrency, rules: rules),
            deploy: deploy.map { .init(rule: $0) })
    }

    /// Runs `body` beside a running dispatcher, which is then stopped.
    func running<Value: Sendable>(
        _ dispatcher: HookDispatcher, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask {
                await dispatcher.run()
                return nil
            }
            group.addTask { try await body() }
            defer { group.cancelAll() }
            for try await case let value? in group { return value }
            throw CancellationError()
        }
    }

    /// Reads one line of a pipe that scripts write to; the pipe is made when missing.
    func words(from pipe: String) async throws -> String {
        let result = try await Subprocess.run(
            .name("cat"), arguments: [child(pipe)], output: .string(limit: 1 << 20),
            error: .discarded)
        return result.standardOutput.trimmingCharacters(in: .newlines)
    }

    /// Writes a word to a pipe that a script reads.
    func say(_ word: String, to pipe: String) async throws {
        _ = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "echo \"$1\" > \"$0\"", child(pipe), word],
            output: .discarded, error: .discarded)
    }

    func makePipe(_ name: String) { mkfifo(child(name), 0o600) }

    /// The lines of a file that scripts append to.
    func lines(_ name: String) -> [String] {
        let text = (try? String(contentsOfFile: child(name), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    static func push(
        _ repository: String, _ commit: String = "c0ffee", branch: String = "main",
        delivery: String? = nil
    ) -> HookPush {
        HookPush(repository: repository, branch: branch, commit: commit, delivery: delivery)
    }
}
