import JSONModel

/// Who was elected: the key that stands for it, and the revision that made the key.
package struct EtcdLeader: Equatable, Sendable {
    package let key: String
    /// Grows from one leader to the next.
    package let revision: Int64
    package let lease: Int64
    package let value: String
}

/// etcd's own elections (`/v3/election/*`): whoever's key is the oldest leads, until its lease ends.
extension EtcdClient {
    /// Waits until `lease` leads `election`. To be cancelled by cancelling the task.
    package func campaign(
        _ election: String, lease: Int64, value: String, within limit: Duration
    ) async throws(EtcdError) -> EtcdLeader {
        let answer = try await call(
            "/v3/election/campaign",
            [
                "name": .etcdBytes(election), "lease": .etcdNumber(lease),
                "value": .etcdBytes(value),
            ], within: limit, turn: limit)
        guard let leader = answer["leader"], let key = leader["key"]?.etcdText else {
            throw .malformed("a leader without a key")
        }
        return EtcdLeader(key: key, revision: leader["rev"].orZero, lease: lease, value: value)
    }

    /// Nil: nobody leads.
    package func leader(of election: String) async throws(EtcdError) -> EtcdLeader? {
        do throws(EtcdError) {
            let answer = try await call("/v3/election/leader", ["name": .etcdBytes(election)])
            guard let entry = answer["kv"].flatMap(EtcdEntry.init) else {
                throw EtcdError.malformed("a leader without a key")
            }
            return EtcdLeader(
                key: entry.key, revision: entry.created, lease: entry.lease, value: entry.value)
        } catch {
            guard case .refused(_, let message) = error, message.contains("no leader") else {
                throw error
            }
            return nil
        }
    }

    /// Gives the lead away.
    package func resign(_ election: String, _ leader: EtcdLeader) async throws(EtcdError) {
        _ = try await call(
            "/v3/election/resign",
            [
                "leader": .object([
                    "name": .etcdBytes(election), "key": .etcdBytes(leader.key),
                    "rev": .etcdNumber(leader.revision), "lease": .etcdNumber(leader.lease),
                ])
            ])
    }
}
