/// How a command ended and what it said.
package struct CommandResult: Hashable, Sendable {
    package enum Ending: Hashable, Sendable {
        case exited(Int32)
        /// By a signal that was not ours.
        case signaled(Int32)
        /// Its time was over and we ended it.
        case timedOut
        /// The server stops and we ended it.
        case interrupted
        /// The server stops and left it running.
        case leftRunning
        case notStarted(String)
    }

    package let ending: Ending
    /// The last bytes of standard output and standard error together.
    package let output: String
    package let duration: Duration
}
