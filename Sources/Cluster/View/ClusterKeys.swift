/// Where in etcd a cluster keeps what.
package struct ClusterKeys: Sendable {
    /// Ends with a slash.
    package let prefix: String

    package init(prefix: String) {
        self.prefix = prefix.hasSuffix("/") ? prefix : prefix + "/"
    }

    /// What a node says of itself, as long as its lease lasts.
    package func node(_ name: String) -> String { "\(prefix)nodes/\(name)" }
    package var nodes: String { "\(prefix)nodes/" }
    /// The election of the writer; etcd puts a slash and the lease behind it.
    package var election: String { "\(prefix)writer" }
    package var contenders: String { "\(prefix)writer/" }
    /// The newest commit that somebody knows the remote to have.
    package var tip: String { "\(prefix)tip" }
}
