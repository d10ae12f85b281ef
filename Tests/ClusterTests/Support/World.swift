import Cluster
import TestSupport
import Testing

enum World {
    /// An etcd, and a client of it that is closed afterwards.
    static func with(
        _ body: (EtcdProcess, EtcdClient) async throws -> Void
    ) async throws {
        let etcd = try await EtcdProcess()
        try await with(EtcdAccess(endpoints: [etcd.url])) { try await body(etcd, $0) }
    }

    /// A client that is closed afterwards.
    static func with(
        _ access: EtcdAccess, _ body: (EtcdClient) async throws -> Void
    ) async throws {
        let client = EtcdClient(access)
        do {
            try await body(client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }
}

/// Waits until something is so, for as long as a machine with too much to do may need.
func until(
    _ what: String, within limit: Duration = .seconds(40), _ isTrue: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !isTrue() {
        try #require(ContinuousClock.now < end, "\(what): not within \(limit)")
        // Not a wait for a result: the pause between two questions.
        try await Task.sleep(for: .milliseconds(10))
    }
}
