import Glibc
import Processes
import Subprocess
import SystemPackage

/// Runs the git program with a deadline, in a session of its own.
///
/// A session has no terminal, so neither git nor ssh can ask a question; its process group is
/// ended as a whole, so nothing that git started outlives the call.
struct GitProgram: Sendable {
    private let name: String
    private let folders: String
    private let environment: Environment

    /// `name` without a slash is looked up on the PATH of `environment`.
    init(_ name: String, environment variables: [String: String]) {
        self.name = name
        folders = variables["PATH"] ?? ProgramSearch.usualPath
        var environment: [Environment.Key: String] = [:]
        for (key, value) in variables {
            if let key = Environment.Key(rawValue: key) { environment[key] = value }
        }
        self.environment = .custom(environment)
    }

    /// Where it is now. `Subprocess` would start one process for each folder of the PATH before it.
    private var executable: Executable {
        if name.contains("/") { return .path(FilePath(name)) }
        return ProgramSearch.find(name, in: folders).map { .path($0) } ?? .name(name)
    }

    /// Runs git to its end, or to the deadline: then SIGTERM, and SIGKILL two seconds later.
    /// Returns once git itself is gone, even when something else still holds its outputs open.
    ///
    /// `settings` are configuration whose names may hold any character, unlike those of `-c`.
    func run(
        _ arguments: [String], settings: [(name: String, value: String)] = [],
        environment more: [String: String] = [:], timeout: Duration,
        onErrorOutput: (@Sendable (String) -> Void)? = nil
    ) async -> GitExit {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Limits.killGrace)
        ]
        let configuration = Configuration(
            executable: executable, arguments: Arguments(arguments),
            environment: environment.updating(Self.variables(settings, more)),
            platformOptions: options)
        do {
            try SpareDescriptors.check()
            let result = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .sequence
            ) { execution in
                await Self.observe(
                    group: ProcessGroup(leader: execution.processIdentifier.value),
                    output: execution.standardOutput, errors: execution.standardError,
                    timeout: timeout, onErrorOutput: onErrorOutput)
            }
            let seen = result.closureResult
            return GitExit(
                ending: Self.ending(result.terminationStatus, timedOut: seen.timedOut),
                output: seen.output, errors: seen.errors)
        } catch is CancellationError {
            return GitExit(ending: .cancelled, output: "", errors: "")
        } catch {
            return GitExit(ending: .notStarted("\(error)"), output: "", errors: "")
        }
    }

    private static func variables(
        _ settings: [(name: String, value: String)], _ more: [String: String]
    ) -> [Environment.Key: String?] {
        var variables = more
        if !settings.isEmpty { variables["GIT_CONFIG_COUNT"] = "\(settings.count)" }
        for (index, setting) in settings.enumerated() {
            variables["GIT_CONFIG_KEY_\(index)"] = setting.name
            variables["GIT_CONFIG_VALUE_\(index)"] = setting.value
        }
        var keyed: [Environment.Key: String?] = [:]
        for (name, value) in variables {
            if let key = Environment.Key(rawValue: name) { keyed[key] = value }
        }
        return keyed
    }

    private static func ending(
        _ status: TerminationStatus, timedOut: Bool
    ) -> GitExit.Ending {
        switch status {
        case .exited(0): .exited(0)
        case _ where timedOut: .timedOut
        case _ where Task.isCancelled: .cancelled
        case .exited(let code): .exited(code)
        case .signaled(let number): .signaled(number)
        }
    }

    private struct Observation: Sendable {
        var output = ""
        var errors = ""
        var timedOut = false
    }

    private enum Event: Sendable {
        case output(String)
        case errors(String)
        case exited
        case deadlinePassed
        case deadlineDropped
    }

    private static func observe(
        group: ProcessGroup, output: SubprocessOutputSequence, errors: SubprocessOutputSequence,
        timeout: Duration, onErrorOutput: (@Sendable (String) -> Void)?
    ) async -> Observation {
        await withTaskGroup(of: Event.self, returning: Observation.self) { tasks in
            tasks.addTask { .output(await collect(output, nil)) }
            tasks.addTask { .errors(await collect(errors, onErrorOutput)) }
            tasks.addTask { await enforce(timeout, on: group) }
            tasks.addTask {
                await Blocking.run {
                    group.waitForLeader()
                    // Helpers of git that are left have nobody to work for.
                    group.signal(SIGKILL)
                }
                return .exited
            }
            var seen = Observation()
            for await event in tasks {
                switch event {
                case .output(let text): seen.output = text
                case .errors(let text): seen.errors = text
                case .deadlinePassed: seen.timedOut = true
                case .deadlineDropped: break
                case .exited: tasks.cancelAll()
                }
            }
            return seen
        }
    }

    /// Ends the group when the time is over, unless the task is cancelled before.
    private static func enforce(_ timeout: Duration, on group: ProcessGroup) async -> Event {
        do {
            try await Task.sleep(for: timeout)
        } catch {
            return .deadlineDropped
        }
        group.signal(SIGTERM)
        try? await Task.sleep(for: Limits.killGrace)
        group.signal(SIGKILL)
        return .deadlinePassed
    }

    /// Reads a stream to its end and keeps its newest bytes. Once git is gone (the task is
    /// cancelled then) only what was still in the pipe is read, not what an escaped child writes.
    private static func collect(
        _ stream: SubprocessOutputSequence, _ each: (@Sendable (String) -> Void)?
    ) async -> String {
        var tail = TailBuffer(limit: Limits.outputBytes)
        var late = 0
        do {
            for try await buffer in stream {
                let bytes = buffer.withUnsafeBytes { [UInt8]($0) }
                tail.append(bytes)
                each?(String(decoding: bytes, as: UTF8.self))
                if Task.isCancelled { late += bytes.count }
                if late > Limits.lateOutputBytes { break }
            }
        } catch {
            // The pipe broke: what was read until then is all there is.
            return tail.text
        }
        return tail.text
    }
}
