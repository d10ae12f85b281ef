/// How a run of the git program ended and what it said.
struct GitExit: Sendable {
    enum Ending: Hashable, Sendable {
        case exited(Int32)
        case signaled(Int32)
        /// Our deadline passed and the process group was ended.
        case timedOut
        /// The calling task was cancelled and the process group was ended.
        case cancelled
        case notStarted(String)
    }

    let ending: Ending
    /// The last bytes of standard output.
    let output: String
    /// The last bytes of standard error.
    let errors: String

    var isSuccess: Bool { ending == .exited(0) }
}
