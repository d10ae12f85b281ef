/// What the cluster asks of etcd and of the other nodes is bounded (docs/cluster.md).
enum Limits {
    /// One call to etcd, all endpoints tried.
    static let call: Duration = .seconds(5)
    /// One endpoint's turn, while others are left to ask.
    static let turn: Duration = .milliseconds(1_500)
    /// Until a connection to an endpoint stands.
    static let connect: Duration = .seconds(1)
    /// Bytes of an answer.
    static let answer = 4 << 20
    /// A watch that says nothing for so long is begun again; etcd tells of its progress sooner
    /// only when asked to.
    static let silentWatch: Duration = .seconds(30)
    /// Between two attempts at something that failed.
    static let pause: Duration = .milliseconds(250)
    static let longestPause: Duration = .seconds(5)
    /// Trouble that stays the same is told again after so long.
    static let troubleAgain: Duration = .seconds(30)
    /// Between two attempts of an elected node to bring its branch together with the remote.
    static let reconcilePause: Duration = .seconds(1)
    /// How long an elected node that may not write holds the lead before another one is to try.
    static let patience: Duration = .seconds(3)
    static let longestPatience: Duration = .seconds(300)
}
