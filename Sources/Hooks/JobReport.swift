package import Foundation
package import JSONModel

/// One job, as `GET /api/_internal/jobs` shows it.
package struct JobReport: Equatable, Sendable {
    /// How far a job is.
    package enum State: String, Sendable {
        case queued
        case running
        /// Failed, and to be tried again after a pause.
        case retrying
        case succeeded
        /// Ended with another exit code than zero, or by a signal.
        case failed
        /// Ended by us because its time was over.
        case timedOut = "timed-out"
        /// The program could not be started.
        case notStarted = "not-started"
        /// Ended by us because the server stopped; it runs again after the next start.
        case interrupted
        /// It ran when the server ended, and is not run again.
        case finishedByRestart = "finished-by-restart"
        /// The configuration no longer allows it.
        case dropped
    }

    package let job: String
    package let receiver: Receiver
    /// `owner/name`
    package let repository: String
    package var state: State
    /// When it entered that state.
    package var at: Date
    /// 128 + number for a signal, as shells have it; nil: it has not ended, or not by itself.
    package var exitCode: Int?
    /// Of the last run.
    package var durationMs: Double?
    /// The last 64 KiB of standard output and standard error together; less of older jobs.
    package var output: String

    /// Another run is to come, or begins: what the last one left is no longer shown.
    mutating func renew(_ state: State) {
        self.state = state
        exitCode = nil
        durationMs = nil
        output = ""
    }

    /// The fields of CONTRACT §5.
    package var json: JSON {
        .object([
            "job": .string(job), "repository": .string(repository),
            "state": .string(state.rawValue),
            "at": .string(at.formatted(.iso8601)), "exitCode": exitCode.map(JSON.count) ?? .null,
            "durationMs": durationMs.map(JSON.number) ?? .null, "output": .string(output),
        ])
    }
}
