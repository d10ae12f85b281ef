/// Bounds of the hooks: every count, size and wait that outsiders or commands could drive up.
enum Limits {
    // MARK: Configuration

    /// Bytes of a configuration file.
    static let configurationBytes = 1 << 20
    static let rules = 1000
    static let branches = 100
    static let words = 256
    static let wordBytes = 4096
    static let variables = 256
    static let concurrency = 64
    static let retries = 20
    /// Problems told of one file.
    static let problems = 100
    static let shortestTimeout = Duration.seconds(1)
    static let longestTimeout = Duration.seconds(86_400)
    /// A catch-all run more often than this is a mistake.
    static let shortestInterval = Duration.seconds(10)

    // MARK: What a push may say

    /// Bytes of `owner/name` that a pattern may match.
    static let patternNameBytes = 200
    /// Bytes of an exact name in the configuration.
    static let exactNameBytes = 512
    static let branchBytes = 512
    static let deliveryBytes = 256

    // MARK: Queue

    /// Repositories with a job that waits or runs.
    static let busyRepositories = 4096
    /// Repositories remembered for catch-all runs.
    static let seenRepositories = 4096
    static let longestBackoff = Duration.seconds(3600)

    // MARK: Commands

    /// Bytes of a command's output that are kept.
    static let outputBytes = 64 << 10
    /// Bytes read after a command's end, when something else still writes.
    static let lateOutputBytes = 1 << 20
    /// What the answer to a delivery gets to leave, before the deployment it asks for begins.
    static let answerGrace = Duration.milliseconds(500)
    /// From SIGTERM to SIGKILL after the time limit.
    static let killGrace = Duration.seconds(5)
    /// From SIGTERM to SIGKILL when the server stops.
    static let stopGrace = Duration.seconds(3)
    /// Bytes of output on disk, above which the file is emptied.
    static let outputFileBytes: Int64 = 16 << 20
    /// Between looks at the size of such a file.
    static let trimPause = Duration.seconds(1)

    /// Between looks at what an earlier server's deployment left running.
    static let leftPause = Duration.milliseconds(200)

    // MARK: Ledger

    static let deliveries = 10_000
    /// Of the pushes that joined one job.
    static let deliveriesOfJob = 1000
    static let reports = 200
    /// Reports whose output is kept whole; of older ones the last bytes are.
    static let wholeOutputs = 50
    /// Bytes of output kept of older jobs, and in the ledger.
    static let outputExcerptBytes = 2048
    /// A ledger below this size is not rewritten.
    static let ledgerSlackBytes = 1 << 20
    /// A ledger above this size is not read.
    static let ledgerBytes = 256 << 20

    // MARK: Timer

    /// The clocks are compared at least this often, so that time slept through is noticed.
    static let longestPause = Duration.seconds(60)
    /// Share of an interval that is left to chance.
    static let jitter = 0.1
    static let longestJitter = Duration.seconds(600)
}
