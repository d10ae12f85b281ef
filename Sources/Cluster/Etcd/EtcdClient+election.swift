import JSONModel

/// etcd's own elections (`/v3/election/*`): whoever's key is the oldest leads, until its lease ends.
extension EtcdClient {
    /// Waits until `lease` leads `election`, and returns the revision that made its key: it grows
    /// from one leader to the next. To be cancelled by cancelling the task.
    package func campaign(
        _ election: String, lease: Int64, value: String, within limit: Duration
    ) async throws(EtcdError) -> Int64 {
        let answer = try await call(
            "/v3/election/campaign",
            [
                "name": .etcdBytes(election), "lease": .etcdNumber(lease),
                "value": .etcdBytes(value),
            ], within: limit, turn: limit)
        guard let revision = answer["leader"]?["rev"]?.number else {
            throw .malformed("a leader without a revision")
        }
        return revision
    }
}
