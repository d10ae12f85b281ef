import Foundation
package import Subprocess

/// The git program, run without the user's configuration: tests arrange and check with it.
package enum GitProgram {
    /// What git said when it failed.
    package struct Failure: Error, CustomStringConvertible {
        package let arguments: [String]
        package let exit: TerminationStatus
        package let output: String

        package var description: String {
            "git \(arguments.joined(separator: " ")): \(exit): \(output)"
        }
    }

    /// PATH of this process, a fixed identity, and nothing else that git would look at.
    package static var environment: [String: String] {
        [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": "/nonexistent",
            "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "Ada Author",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Carl Committer",
            "GIT_COMMITTER_EMAIL": "carl@example.org",
        ]
    }

    /// Runs git and returns its standard output without the last newline; throws `Failure` for
    /// any exit but 0.
    @discardableResult
    package static func run(_ arguments: [String], input: [UInt8] = []) async throws -> String {
        let variables = environment.map { (Environment.Key(rawValue: $0.key), $0.value) }
        let result = try await Subprocess.run(
            .name("git"), arguments: Arguments(arguments),
            environment: .custom(
                Dictionary(variables.compactMap { key, value in key.map { ($0, value) } }) { $1 }),
            input: .array(input), output: .bytes(limit: 256 << 20), error: .bytes(limit: 1 << 20))
        guard result.terminationStatus.isSuccess else {
            throw Failure(
                arguments: arguments, exit: result.terminationStatus,
                output: String(decoding: result.standardError, as: UTF8.self))
        }
        var text = String(decoding: result.standardOutput, as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        return text
    }
}
