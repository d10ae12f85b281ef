package import Cluster
package import Hooks

/// What a node of a cluster goes by and does, where a wrong server does otherwise.
package struct ClusterEffects: Sendable {
    /// On which the lease is counted: it goes on while the process, or the machine, stands still.
    package var clock = SessionClock(ContinuousClock())
    /// How this node comes to lead.
    package var campaign = EtcdClient.campaign
    /// Whether a commit may be pushed now: looked up on the clock, so that who was stopped
    /// meanwhile finds itself deposed.
    package var mayPush: @Sendable (WriterRole) -> Bool = { $0.term != nil }
    /// What the node's part in the cluster asks of the rest of the server.
    package var ports: @Sendable (ClusterPorts) -> ClusterPorts = { $0 }
    /// The ledger of the commands, in etcd.
    package var ledger: @Sendable (any LedgerStore) -> any LedgerStore = { $0 }

    package init() {}
}
