import Glibc
import Processes
import Subprocess
import SystemPackage

/// Runs one command within its limits, in a session of its own, so that its process group can be
/// ended as a whole and no terminal can be asked anything.
struct CommandRunner: Sendable {
    /// Runs the command to its end or to its time limit.
    ///
    /// When the calling task is cancelled, a command that ends with the server is ended; one
    /// that may outlive it is left alone, and this returns at once.
    func run(_ command: HookCommand) async -> CommandResult {
        let start = ContinuousClock.now
        guard let program = command.programPath else {
            return Self.notStarted("\(command.program) is not on the server's PATH")
        }
        guard let path = command.outputFile else {
            return await runOwned(command, program, since: start)
        }
        let (results, continuation) = AsyncStream<CommandResult>.makeStream()
        // The command may outlive the server, so no task that ends with the server can own it.
        Task {
            continuation.yield(
                await runOutliving(command, program, OutputFile(path: path), since: start))
        }
        for await result in results { return result }
        return CommandResult(ending: .leftRunning, output: "", duration: .now - start)
    }

    // MARK: Commands that end with the server

    private func runOwned(
        _ command: HookCommand, _ program: FilePath, since start: ContinuousClock.Instant
    ) async -> CommandResult {
        do {
            try SpareDescriptors.check()
            let result = try await Subprocess.run(
                configuration(command, program), input: .none, output: .sequence,
                error: .combinedWithOutput
            ) { execution in
                await Self.observe(
                    ProcessGroup(leader: execution.processIdentifier.value),
                    output: execution.standardOutput, timeout: command.timeout)
            }
            let seen = result.closureResult
            return CommandResult(
                ending: Self.ending(result.terminationStatus, timedOut: seen.timedOut),
                output: seen.output, duration: .now - start)
        } catch is CancellationError {
            return CommandResult(ending: .interrupted, output: "", duration: .now - start)
        } catch {
            return Self.notStarted("\(command.program): \(error)")
        }
    }

    private struct Observation: Sendable {
        var output = ""
        var timedOut = false
    }

    private enum Event: Sendable {
        case output(String)
        case trimmed([UInt8])
        case exited
        case deadlinePassed
        case deadlineDropped
    }

    private static func observe(
        _ group: ProcessGroup, output: SubprocessOutputSequence, timeout: Duration
    ) async -> Observation {
        await withTaskGroup(of: Event.self, returning: Observation.self) { tasks in
            tasks.addTask { .output(await collect(output)) }
            tasks.addTask { await enforce(timeout, on: group) }
            tasks.addTask {
                await Blocking.run {
                    group.waitForLeader()
                    // What the command left behind has nobody to work for.
                    group.signal(SIGKILL)
                }
                return .exited
            }
            var seen = Observation()
            for await event in tasks {
                switch event {
                case .output(let text): seen.output = text
                case .deadlinePassed: seen.timedOut = true
                case .deadlineDropped, .trimmed: break
                case .exited: tasks.cancelAll()
                }
            }
            return seen
        }
    }

    /// Ends the group when the time is over, unless the task is cancelled before.
    private static func enforce(_ timeout: Duration, on group: ProcessGroup) async -> Event {
        guard (try? await Task.sleep(for: timeout)) != nil else { return .deadlineDropped }
        group.signal(SIGTERM)
        if (try? await Task.sleep(for: Limits.killGrace)) != nil { group.signal(SIGKILL) }
        return .deadlinePassed
    }

    /// Reads to the end of the stream and keeps its newest bytes. Once the command is gone (the
    /// task is cancelled then) only what was still in the pipe is read, not what an escaped
    /// child goes on to write.
    private static func collect(_ stream: SubprocessOutputSequence) async -> String {
        var tail = TailBuffer(limit: Limits.outputBytes)
        var late = 0
        do {
            for try await buffer in stream {
                let count = buffer.withUnsafeBytes { bytes in
                    tail.append(bytes)
                    return bytes.count
                }
                if Task.isCancelled { late += count }
                if late > Limits.lateOutputBytes { break }
            }
        } catch {
            // The pipe broke: what was read until then is all there is.
            return tail.text
        }
        return tail.text
    }

    // MARK: Commands that may outlive the server

    private func runOutliving(
        _ command: HookCommand, _ program: FilePath, _ file: OutputFile,
        since start: ContinuousClock.Instant
    ) async -> CommandResult {
        do {
            try SpareDescriptors.check()
        } catch {
            return Self.notStarted("\(command.program): \(error)")
        }
        guard let descriptor = file.create() else {
            return Self.notStarted("\(file.path): \(String(cString: strerror(errno)))")
        }
        defer { file.remove() }
        do {
            let result = try await Subprocess.run(
                configuration(command, program), input: .none,
                output: .fileDescriptor(
                    FileDescriptor(rawValue: descriptor), closeAfterSpawningProcess: true),
                error: .combinedWithOutput
            ) { execution in
                await Self.watch(
                    ProcessGroup(leader: execution.processIdentifier.value), file,
                    timeout: command.timeout)
            }
            let seen = result.closureResult
            var tail = TailBuffer(limit: Limits.outputBytes)
            tail.append(seen.trimmed)
            tail.append(file.tail())
            return CommandResult(
                ending: Self.ending(result.terminationStatus, timedOut: seen.timedOut),
                output: tail.text, duration: .now - start)
        } catch {
            return Self.notStarted("\(command.program): \(error)")
        }
    }

    /// Waits for the command's end. What it started and left running is meant to stay.
    private static func watch(
        _ group: ProcessGroup, _ file: OutputFile, timeout: Duration
    ) async -> (timedOut: Bool, trimmed: [UInt8]) {
        await withTaskGroup(of: Event.self) { tasks in
            tasks.addTask { await enforce(timeout, on: group) }
            tasks.addTask {
                var trimmed: [UInt8] = []
                while (try? await Task.sleep(for: Limits.trimPause)) != nil {
                    trimmed = file.trim() ?? trimmed
                }
                return .trimmed(trimmed)
            }
            tasks.addTask {
                await Blocking.run { group.waitForLeader() }
                return .exited
            }
            var timedOut = false
            var trimmed: [UInt8] = []
            for await event in tasks {
                switch event {
                case .deadlinePassed: timedOut = true
                case .exited: tasks.cancelAll()
                case .trimmed(let bytes): trimmed = bytes
                case .output, .deadlineDropped: break
                }
            }
            if timedOut { group.signal(SIGKILL) }
            return (timedOut, trimmed)
        }
    }

    // MARK: Both

    private func configuration(_ command: HookCommand, _ program: FilePath) -> Configuration {
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Limits.stopGrace)
        ]
        var environment: [Environment.Key: String] = [:]
        for (name, value) in command.environment {
            if let key = Environment.Key(rawValue: name) { environment[key] = value }
        }
        return Configuration(
            executable: .path(program), arguments: Arguments(command.arguments),
            environment: .custom(environment), workingDirectory: FilePath(command.directory),
            platformOptions: options)
    }

    private static func notStarted(_ why: String) -> CommandResult {
        CommandResult(ending: .notStarted(why), output: "", duration: .zero)
    }

    private static func ending(
        _ status: TerminationStatus, timedOut: Bool
    ) -> CommandResult.Ending {
        switch status {
        case _ where timedOut: .timedOut
        case .exited(0): .exited(0)
        case _ where Task.isCancelled: .interrupted
        case .exited(let code): .exited(code)
        case .signaled(let number): .signaled(number)
        }
    }
}
