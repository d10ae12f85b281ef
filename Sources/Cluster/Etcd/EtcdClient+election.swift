import JSONModel

/// etcd's own elections (`/v3/election/*`): whoever's key is the oldest leads, until its lease ends.
extension EtcdClient {
    /// Waits until `lease` leads `election`. To be cancelled by cancelling the task.
    package func campaign(
        _ election: String, lease: Int64, value: String, within limit: Duration
    ) async throws(EtcdError) -> EtcdLead {
        let answer = try await endpoints.stand(at: endpoints.inTurn[0]) {
            try await call(
                "/v3/election/campaign",
                [
                    "name": .etcdBytes(election), "lease": .etcdNumber(lease),
                    "value": .etcdBytes(value),
                ], within: limit, turn: limit)
        }
        guard let leader = answer["leader"], let key = leader["key"]?.etcdText,
            let revision = leader["rev"]?.number
        else { throw .malformed("a leader without a key and its revision") }
        return EtcdLead(key: key, revision: revision)
    }
}

/// That a lease leads an election.
package struct EtcdLead: Hashable, Sendable {
    package let key: String
    /// The one that made the key: it grows from one leader to the next.
    package let revision: Int64

    package init(key: String, revision: Int64) {
        self.key = key
        self.revision = revision
    }

    /// What holds as long as it leads.
    package var condition: EtcdCondition { .created(key: key, at: revision) }
}
