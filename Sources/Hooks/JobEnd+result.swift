import GitModel

extension JobEnd {
    /// The end of a job by the end of its command.
    init(of result: CommandResult) {
        self.init(
            .succeeded, durationMs: result.duration.milliseconds, output: result.output)
        switch result.ending {
        case .exited(let code):
            state = code == 0 ? .succeeded : .failed
            exitCode = Int(code)
        case .signaled(let number):
            state = .failed
            exitCode = 128 + Int(number)
        case .timedOut:
            state = .timedOut
            // What timeout(1) says.
            exitCode = 124
        case .interrupted:
            state = .interrupted
            exitCode = 143
        case .leftRunning:
            state = .running
        case .notStarted(let why):
            state = .notStarted
            // What shells say.
            exitCode = 127
            output = why
        }
    }
}
