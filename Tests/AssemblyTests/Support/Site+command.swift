import Foundation
import Subprocess
import SystemPackage
import TestSupport

/// How a run of a command ended.
struct CommandRun: Sendable {
    /// -1 when a signal ended it.
    let code: Int32
    let output: [UInt8]
    let error: String
}

extension Site {
    /// Runs `livetree` with these arguments in the server's environment, but for `changes`.
    func run(
        _ arguments: [String], _ changes: [String: String?] = [:]
    ) async throws -> CommandRun {
        let environment = ServerProcess.environment(
            repository: clone, remote: origin.path, changes)
        let variables = environment.compactMap { name, value in
            Environment.Key(rawValue: name).map { ($0, value) }
        }
        let result = try await Subprocess.run(
            .path(.init(ServerProcess.executable.path)), arguments: Arguments(arguments),
            environment: .custom(Dictionary(uniqueKeysWithValues: variables)),
            output: .bytes(limit: 1 << 20), error: .string(limit: 1 << 20))
        var code: Int32 = -1
        if case .exited(let number) = result.terminationStatus { code = number }
        return CommandRun(
            code: code, output: result.standardOutput, error: result.standardError)
    }
}
