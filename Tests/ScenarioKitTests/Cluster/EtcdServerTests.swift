import TestSupport
import Testing

@testable import ScenarioKit

/// A real etcd over several lives.
@Suite(
    .enabled(if: EtcdServer.isAvailable, "no etcd is installed"), .timeLimit(.minutes(1)))
struct EtcdServerTests {
    @Test func itComesBackToItsData() async throws {
        let folder = try TemporaryFolder()
        try await JobScope.run { scope in
            let etcd = EtcdServer(name: "store", in: folder.path, scope: scope)
            #expect(!etcd.answers)
            try await etcd.start()
            let caller = Caller()
            func ask(_ what: String, _ body: String) async -> Answer {
                await caller.call(
                    "POST", "http://127.0.0.1:\(etcd.port)/v3/kv/\(what)", body: Array(body.utf8),
                    limit: .seconds(2))
            }
            // "a" and "b" in base64.
            #expect(await ask("put", #"{"key": "YQ==", "value": "Yg=="}"#).status == 200)
            try await etcd.signal(.stop)
            #expect(!etcd.answers)
            #expect(await ask("range", #"{"key": "YQ=="}"#).status == 0)
            try await etcd.signal(.resume)
            #expect(etcd.answers)
            try await etcd.signal(.kill)
            #expect(!etcd.answers)
            try await etcd.start()
            let read = await ask("range", #"{"key": "YQ=="}"#)
            #expect(read.body?["kvs"]?.items?.first?["value"]?.text == "Yg==")
            etcd.end()
            await caller.shutdown()
        }
    }
}
