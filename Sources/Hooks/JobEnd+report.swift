extension JobEnd {
    /// The end a report tells of, its output shortened for the ledger.
    init(of report: JobReport) {
        self.init(
            report.state, exitCode: report.exitCode, durationMs: report.durationMs,
            output: Self.excerpt(report.output))
    }

    /// This end as the ledger keeps it: of the output only the last bytes.
    var excerpt: JobEnd {
        var end = self
        end.output = Self.excerpt(output)
        return end
    }

    /// The last bytes of an output.
    static func excerpt(_ output: String) -> String {
        guard output.utf8.count > Limits.outputExcerptBytes else { return output }
        return String(decoding: output.utf8.suffix(Limits.outputExcerptBytes), as: UTF8.self)
    }
}

extension JobReport.State {
    /// Nothing more is owed.
    var isOver: Bool {
        switch self {
        case .queued, .running, .retrying, .interrupted: false
        case .succeeded, .failed, .timedOut, .notStarted, .finishedByRestart, .dropped: true
        }
    }
}
