/// The bounds of starting and stopping.
enum Limits {
    /// Until a connection to the cluster's writer stands.
    static let forwardConnect: Duration = .seconds(2)
    /// How often it is looked at whether the node that was asked still is the writer.
    static let writerLook: Duration = .milliseconds(200)
    /// Bytes of what the writer answers about a write.
    static let forwardedAnswer = 4 << 20
    /// Between two attempts to pick up what another node saw at the remote.
    static let pickUpPauses: ClosedRange<Duration> = .milliseconds(200) ... .seconds(15)
    /// How often a node looks whether it leads.
    static let leadLook: Duration = .milliseconds(100)
    /// Bytes of one part of the ledger in etcd: what is added to it is written with all of the part.
    static let ledgerPart = 8 << 10
    /// Bytes of what one request to etcd writes; it takes 1.5 MB.
    static let ledgerPiece = 64 << 10
    /// Parts that one answer of etcd may hold.
    static let ledgerPage: Int64 = 16
    /// Between two looks at the remote while etcd does not answer.
    static let lookWithoutNews: Duration = .seconds(10)
    static let announceAgain: Duration = .milliseconds(20)
    /// Between two attempts to tell the other nodes of a commit, while etcd is away.
    static let announcePause: Duration = .seconds(1)
    /// A client that sends no request, or takes nothing of an answer, for this long is hung up on:
    /// longer than the 60 s for which proxies and libraries keep a connection.
    static let clientTimeout: Duration = .seconds(75)
    /// Bytes of a running server's answer to another command.
    static let answerBytes = 64 << 20
    /// How long `livetree status` waits for an answer.
    static let statusAnswer: Duration = .seconds(10)
    /// How long a start waits for the folder of a server that was just killed.
    static let folderLockWait: Duration = .seconds(2)
    static let folderLockPause: Duration = .milliseconds(50)
    /// Between two looks at locks that somebody held at the start.
    static let lockPauses: ClosedRange<Duration> = .milliseconds(500) ... .seconds(60)
    /// Between two questions whether git's part of the upkeep is due.
    static let upkeepInterval: Duration = .seconds(300)
    /// Between two looks at the size of the repository.
    static let measureInterval: Duration = .seconds(60)
    /// From a write to the look whether packs are to be joined.
    static let upkeepPause: Duration = .milliseconds(250)
    /// After upkeep that failed.
    static let upkeepRetry: Duration = .seconds(30)
    /// A clone is a long fetch: it may take this many times `CFP_FETCH_TIMEOUT`.
    static let cloneTimeoutFactor = 10
    /// The first fetch delays readiness no longer than this (CONTRACT §2).
    static let bootFetch: Duration = .seconds(10)
    /// After SIGTERM, requests still running are cancelled after this.
    static let drain: Duration = .seconds(4)
    /// After SIGTERM, a push in flight gets this long (DESIGN §4), and a margin to be ended.
    static let pushDrain: Duration = .seconds(35)
    /// A poll comes up to this part of the interval late, so that many servers do not ask at once.
    static let pollJitter = 0.1
    /// The longest pause between polls while the remote cannot be read.
    static let retryCap: Duration = .seconds(60)
    /// The question whether the remote has a branch called `conflicts`.
    static let conflictFolderQuestion: Duration = .seconds(5)
    /// Alerts that wait for `CFP_ALERT_URL`; what comes beyond is dropped.
    static let waitingAlerts = 64
    /// After SIGTERM, alerts that wait get this long.
    static let alertDrain: Duration = .seconds(1)
    /// At its end, `livetree reconcile` waits this long for its alerts to be delivered.
    static let alertFlush: Duration = .seconds(5)
    /// How long a reload waits to hear whether its push arrived; the daemon goes on without it.
    static let pushWait: Duration = .seconds(4)
    /// `livetree reconcile` waits this much longer than one push may take.
    static let pushMargin: Duration = .seconds(5)
    /// How long `livetree reconcile` waits for the answer of a running server, beyond one fetch.
    static let serverAnswer: Duration = .seconds(60)
}
