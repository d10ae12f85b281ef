package import struct NIOCore.TimeAmount

/// The bounds of what comes from outside.
package enum Limits {
    /// How long the answer about a write that the cluster's writer made waits for this node to
    /// serve it.
    static let forwardedWait: Duration = .seconds(2)
    /// How long a delivery waits for a node that runs commands: forges give up after 10 s.
    static let forwardedDeliveryWait: Duration = .seconds(8)
    static let forwardedDeliveryPause: Duration = .milliseconds(100)

    /// The body of a refused request is read and dropped up to this length, to keep the connection.
    static let unreadBodyBytes = 65_536
    /// Bytes of a request target; longer is 414.
    static let targetBytes = 8 * 1024
    /// Bytes of a reload body with a plain credential.
    static let reloadBodyBytes = 1024 * 1024
    /// Bytes of a signed payload (GitHub's own limit).
    static let signedBodyBytes = 25 * 1024 * 1024
    /// Signed payloads read at the same time.
    static let signedBodiesAtOnce = 2_048
    /// Bytes of signed payloads in memory while they are read.
    static let signedBytesAtOnce = 128 * 1024 * 1024
    /// A payload that announces at most this length is here within the shorter time.
    static let smallSignedBodyBytes = 64 * 1024
    static let smallSignedBodyTime: Duration = .seconds(5)
    static let signedBodyTime: Duration = .seconds(30)
    /// Bytes of a written record, or of a transaction.
    static let writeBodyBytes = 16 * 1024 * 1024
    /// Bodies of writes read at the same time; memory stays below this many times the limit.
    static let writeBodiesAtOnce = 64
    /// Bytes of a body kept in one piece while the rest is read.
    static let blockBytes = 256 * 1024
    static let queryParameters = 32
    /// The longest `wait` of a read with `minCommit`.
    static let minCommitWait: Duration = .seconds(60)
    /// An attachment larger than this is not served.
    static let attachmentBytes = 64 * 1024 * 1024
    static let listDefault = 100
    static let listMaximum = 1000
    /// Conflict branches named in status.
    static let listedConflicts = 100
    /// A page made for everybody is sent again to whoever asks within this time.
    static let pageAge: Duration = .seconds(1)
    static let searchDefault = 20
    static let searchMaximum = 100
    /// A write to a follower that failed after this was not taken, rather than lost with a
    /// connection that the follower closed.
    static let stuckWrite: Duration = .seconds(30)
    /// A connection on which nothing happens is closed after this, unless `CFP_CLIENT_TIMEOUT` says
    /// otherwise: longer than the 60 s for which proxies and libraries keep one open.
    package static let idleConnection: TimeAmount = .seconds(75)
    /// A head is here so long after its first byte. It fits into some packets: who takes longer
    /// holds the connection on purpose, or has lost the line.
    static let headTime: TimeAmount = .seconds(20)
    /// A body comes, and an answer is taken, at least this fast, after the time that an idle
    /// connection gets. Every line that carries a page of the web carries more.
    static let bytesPerSecond = 512
    /// A head: bytes of one field, of all, and how many fields; more is 431.
    static let headFieldBytes = 80 * 1024
    static let headBytes = 80 * 1024
    static let headFields = 1000
    /// Connections at the same time: what the limit of descriptors leaves beside those that
    /// `git`, the folder and the search index need; never fewer than `connectionsLeast`.
    static let connections = 16_384
    static let connectionsLeast = 64
    static let otherDescriptors = 256
    /// So many connections at most lose their places at once, so that the next find some free.
    static let connectionsMoved = 32
    /// Answers kept for those who ask the same again, all together, and what one costs besides its
    /// bytes.
    static let keptAnswerBytes = 4 * 1024 * 1024
    static let keptAnswerOverhead = 600
    /// Bytes of a body that are copied behind their head, so that both go out as one.
    static let copiedBodyBytes = 4 * 1024
    /// Bytes thrown away, and time given, so that a refused sender can read its answer.
    static let lingerBytes = 8 * 1024 * 1024
    static let lingerTime: TimeAmount = .seconds(5)
    /// Wrong credentials that one address may send at once; later one in each interval. A person
    /// with a mistyped secret, or a forgotten job with an old one, does not get there.
    static let failures = 30
    static let failureInterval: Duration = .seconds(2)
    /// Addresses whose failures are remembered: about 400 KiB.
    static let failureAddresses = 4096
}
