import JSONModel

extension EtcdClient {
    /// A lease that ends `seconds` after it was last kept alive.
    package func grantLease(seconds: Int64) async throws(EtcdError) -> Int64 {
        let answer = try await call("/v3/lease/grant", ["TTL": .etcdNumber(seconds)])
        guard let id = answer["ID"]?.number, id != 0 else {
            throw .malformed("a lease without a number")
        }
        return id
    }

    /// Keeps a lease alive once more; throws `leaseGone` when there is nothing left to keep.
    package func keepAlive(_ lease: Int64, within limit: Duration) async throws(EtcdError) {
        let answer = try await call(
            "/v3/lease/keepalive", ["ID": .etcdNumber(lease)], within: limit)
        guard (answer["result"]?["TTL"]).orZero > 0 else { throw .leaseGone }
    }

    /// Ends a lease and deletes its keys.
    package func revoke(_ lease: Int64) async throws(EtcdError) {
        do {
            _ = try await call("/v3/lease/revoke", ["ID": .etcdNumber(lease)])
        } catch .leaseGone {
            return
        }
    }
}
