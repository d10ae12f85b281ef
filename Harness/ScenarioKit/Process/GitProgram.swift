package import Subprocess
import SystemPackage

/// The git program, run the same way whoever the caller is: no user or system configuration, UTC.
package struct GitProgram: Sendable {
    /// What a finished command left behind.
    package struct Result: Sendable {
        /// Exit status; 128 + signal when it was killed.
        package let status: Int
        package let output: String
        package let error: String

        /// Output without the newline at its end.
        package var text: String {
            var text = output[...]
            while text.last == "\n" { text.removeLast() }
            return String(text)
        }

        /// The lines of the output.
        package var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Absolute path of the program.
    package let path: String
    /// The whole environment it gets.
    package let environment: [String: String]

    package init(path: String, environment: [String: String]) {
        self.path = path
        self.environment = environment
    }

    /// The environment no setting of this machine leaks into.
    package static func hermetic(home: String, path: String) -> [String: String] {
        [
            "HOME": home, "PATH": path, "LC_ALL": "C", "TZ": "UTC",
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_COUNT": "3",
            "GIT_CONFIG_KEY_0": "protocol.file.allow", "GIT_CONFIG_VALUE_0": "always",
            "GIT_CONFIG_KEY_1": "gc.auto", "GIT_CONFIG_VALUE_1": "0",
            "GIT_CONFIG_KEY_2": "core.fsync", "GIT_CONFIG_VALUE_2": "none",
            "GIT_AUTHOR_NAME": "Scenario", "GIT_AUTHOR_EMAIL": "scenario@example.invalid",
            "GIT_COMMITTER_NAME": "Scenario", "GIT_COMMITTER_EMAIL": "scenario@example.invalid",
        ]
    }

    /// Runs git in `directory` and waits for it, no longer than `limit`; `inputFile` is read instead
    /// of `input` when given.
    package func run(
        _ arguments: [String], in directory: String, input: [UInt8] = [],
        inputFile: String? = nil, extra: [String: String] = [:],
        limit: Duration = Limits.gitCommand
    ) async throws -> Result {
        var keys: [Environment.Key: String] = [:]
        for (key, value) in environment.merging(extra, uniquingKeysWith: { $1 }) {
            if let key = Environment.Key(rawValue: key) { keys[key] = value }
        }
        let environment = Environment.custom(keys)
        let path = path
        let finished = try await withDeadline(limit) {
            let command = Configuration(
                executable: .path(FilePath(path)), arguments: Arguments(arguments),
                environment: environment, workingDirectory: FilePath(directory))
            let output = StringOutput<UTF8>.string(limit: Limits.gitOutput)
            if let inputFile {
                let file = try FileDescriptor.open(FilePath(inputFile), .readOnly)
                let input = FileDescriptorInput.fileDescriptor(
                    file, closeAfterSpawningProcess: true)
                let done = try await Subprocess.run(
                    command, input: input, output: output, error: output)
                return Result(
                    status: done.terminationStatus.number, output: done.standardOutput,
                    error: done.standardError)
            }
            let done = try await Subprocess.run(
                command, input: .array(input), output: output, error: output)
            return Result(
                status: done.terminationStatus.number, output: done.standardOutput,
                error: done.standardError)
        }
        guard let finished else {
            throw HarnessError.environment(
                "git \(arguments.joined(separator: " ")) did not end within "
                    + "\(Int(limit.inSeconds)) s")
        }
        return finished
    }

    /// Runs git and insists on success.
    @discardableResult
    package func must(
        _ arguments: [String], in directory: String, input: [UInt8] = [],
        inputFile: String? = nil, extra: [String: String] = [:],
        limit: Duration = Limits.gitCommand
    ) async throws -> Result {
        let result = try await run(
            arguments, in: directory, input: input, inputFile: inputFile, extra: extra,
            limit: limit)
        guard result.status == 0 else {
            throw HarnessError.environment(
                "git \(arguments.joined(separator: " ")) in \(directory) ended with "
                    + "\(result.status): \(result.error)")
        }
        return result
    }
}

extension TerminationStatus {
    /// Exit status; 128 + signal when a signal ended the process, as shells count.
    package var number: Int {
        switch self {
        case .exited(let code): Int(code)
        case .signaled(let signal): 128 + Int(signal)
        }
    }
}
