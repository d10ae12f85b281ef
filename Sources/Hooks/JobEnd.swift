/// How one run of a job ended.
package struct JobEnd: Hashable, Sendable {
    /// An end state of a report, or `retrying` when the job is not over.
    package var state: JobReport.State
    package var exitCode: Int?
    package var durationMs: Double?
    package var output: String

    package init(
        _ state: JobReport.State, exitCode: Int? = nil, durationMs: Double? = nil,
        output: String = ""
    ) {
        self.state = state
        self.exitCode = exitCode
        self.durationMs = durationMs
        self.output = output
    }
}
