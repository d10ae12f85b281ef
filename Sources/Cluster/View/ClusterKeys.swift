/// Where in etcd a cluster keeps what.
package struct ClusterKeys: Sendable {
    /// Ends with a slash.
    package let prefix: String

    package init(prefix: String) {
        self.prefix = prefix.hasSuffix("/") ? prefix : prefix + "/"
    }

    /// What every node watches.
    package var live: String { "\(prefix)live/" }
    /// What a node says of itself, as long as its lease lasts.
    package func node(_ name: String) -> String { "\(nodes)\(name)" }
    package var nodes: String { "\(live)nodes/" }
    /// The election of the writer; etcd puts a slash and the lease behind it.
    package var election: String { "\(live)writer" }
    package var contenders: String { "\(live)writer/" }
    /// The newest commit that somebody knows the remote to have.
    package var tip: String { "\(live)tip" }
    /// The name of the node that was told last, by a webhook, to look at the remote: all others may
    /// look at the same time.
    package var look: String { "\(live)look" }
    /// The ledger of the jobs; only who leads reads and writes it.
    package var ledger: String { "\(prefix)jobs/" }
}
