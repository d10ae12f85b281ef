/// Bounds on what writers may make this process do.
package enum Limits {
    /// Requests committed together; a batch holds the data lock.
    static let batchRequests = 64
    /// How long a batch waits for writers that the last one answered.
    static let gathering: Duration = .milliseconds(1)
    /// Bytes of the requests of one batch; a single larger one is a batch of its own.
    static let batchBytes = 16 << 20
    /// Requests that wait.
    static let waitingRequests = 1_024
    /// Bytes of requests that wait.
    static let waitingBytes = 256 << 20
    /// Operations of one transaction.
    package static let operations = 1_000
    /// Bytes of a commit message.
    package static let messageBytes = 16 << 10
    /// Operations named one by one in a commit's trailers.
    static let trailers = 100
    /// Bytes of an attachment.
    package static let attachmentBytes = 25 << 20
    /// Bytes of one name of a path, as file systems have it.
    static let nameBytes = 255
    /// How often a batch is prepared anew because the branch moved under it.
    static let referenceRaces = 5
    /// How often a batch is rebuilt on what the remote has (CONTRACT §4).
    static let rebuilds = 3
    /// Compiled schemas kept.
    static let schemas = 1_000
}
