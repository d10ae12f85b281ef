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
    /// Lines of the trace of an HTTP exchange, once they are apart from the errors.
    var trace: [Substring] = []

    var isSuccess: Bool { ending == .exited(0) }

    /// The same end, with only git's own words as errors.
    var withTraceApart: GitExit {
        let (words, trace) = CurlTrace.separate(errors)
        return GitExit(ending: ending, output: output, errors: words, trace: trace)
    }
}
