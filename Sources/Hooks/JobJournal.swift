import Logging

/// Where the dispatcher leaves its word; the words of `job-finished` are those of CONTRACT §7.
struct JobJournal: Sendable {
    let logger: Logger

    func finished(_ job: HookJob, _ end: JobEnd) {
        var metadata = Self.metadata("job-finished", job)
        if let code = end.exitCode { metadata["exitCode"] = .stringConvertible(code) }
        metadata["durationMs"] = .stringConvertible(end.durationMs ?? 0)
        metadata["state"] = "\(end.state.rawValue)"
        let level: Logger.Level = end.state == .succeeded ? .info : .warning
        logger.log(level: level, "hook command finished", metadata: metadata)
    }

    /// A job of the last server runs again.
    func recovered(_ job: HookJob) {
        logger.info("hook command runs again", metadata: Self.metadata("job-recovered", job))
    }

    /// Commands that outlived the last server were ended.
    func endedLeft(_ count: Int) {
        logger.warning(
            "hook commands of the last server were still running and were ended",
            metadata: ["event": "job-processes-ended", "processes": .stringConvertible(count)])
    }

    /// A job of the last server is over.
    func closed(_ job: HookJob, _ state: JobReport.State) {
        var metadata = Self.metadata("job-closed", job)
        metadata["state"] = "\(state.rawValue)"
        logger.info("hook command was over at the start", metadata: metadata)
    }

    /// The server stops without the command.
    func left(_ job: HookJob) {
        logger.info("hook command left running", metadata: Self.metadata("job-left", job))
    }

    func ledgerFailed(_ error: String) {
        logger.error(
            "hook jobs cannot be noted durably",
            metadata: [
                "event": "hook-ledger", "err": "\(error)",
                "hint": "see the free space, owner and health of CFP_DATA_REPO_PATH",
            ])
    }

    private static func metadata(_ event: String, _ job: HookJob) -> Logger.Metadata {
        [
            "event": "\(event)", "job": "\(job.id)", "repository": "\(job.lane.repository)",
            "attempt": .stringConvertible(job.attempt),
        ]
    }
}
