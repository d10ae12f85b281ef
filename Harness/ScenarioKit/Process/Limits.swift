/// The bounds of every wait and buffer of the harness.
package enum Limits {
    /// How long one git command of the harness may take.
    package static let gitCommand = Duration.seconds(60)
    /// Bytes of a drawn history that git takes in a second, on a busy machine.
    package static let gitImport = 1 << 20
    /// Output kept of one git command.
    package static let gitOutput = 16 * 1024 * 1024
    /// How long a server may take to listen and to become ready.
    package static let start = Duration.seconds(20)
    /// How long a server may take to end after SIGTERM.
    package static let stop = Duration.seconds(5)
    /// How long one HTTP call of a step may take; beyond every timeout of the server.
    package static let call = Duration.seconds(90)
    /// How long a server may take to hear an order; one that stands still hears it later.
    package static let order = Duration.seconds(1)
    /// How long a receiver of webhooks may take to answer.
    package static let delivery = Duration.seconds(1)
    /// How long a person may take in a shell.
    package static let shell = Duration.seconds(86_400)
    /// How long a write may take that waits for no network.
    package static let write = Duration.seconds(5)
    /// The largest answer a step reads.
    package static let answer = 32 * 1024 * 1024
    /// The longest a fetch is held so that reads overlap a reload.
    package static let overlapHold = Duration.seconds(5)
    /// How long the nodes of a cluster may take to serve what the remote has.
    package static let convergence = Duration.seconds(10)
    /// Reads that must overlap the request–answer interval of a swapping reload.
    package static let overlappingReads = 50
    /// How long an attempt to push may go on before the clock is moved in its middle.
    package static let pushEnd = Duration.seconds(2)
    /// Pause between two looks at a condition.
    package static let poll = Duration.milliseconds(10)
    /// Reads recorded by one crew of readers before it stops by itself.
    package static let records = 4_000_000
    /// Bytes of a server's log that are read.
    package static let log = 64 * 1024 * 1024
    /// How long a read may take before its connection counts as broken.
    package static let read = Duration.seconds(10)
    /// How long readers that were told to stop may take for their last reads.
    package static let lastRead = Duration.seconds(2)
    /// Longest head of an HTTP answer a reader accepts.
    package static let head = 64 * 1024
    /// Commits of one case that reports show.
    package static let picturedCommits = 300
}
