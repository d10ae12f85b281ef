import Cluster
import TestSupport
import Testing

/// The client against a real etcd.
@Suite(.enabled(if: EtcdProcess.isAvailable, "no etcd is installed"))
struct EtcdClientTests {
    @Test func writesReadsAndChangesKeysUnderConditions() async throws {
        try await World.with { etcd, client in
            let key = "/t/ä \"\\\n/x"
            #expect(
                try await client.change(
                    [.put(key: key, value: "einß")], if: [.created(key: key, at: 0)]))
            let entry = try #require(try await client.entry(key))
            #expect(entry.value == "einß" && entry.created == entry.modified && entry.lease == 0)
            // It is there now.
            #expect(
                try await !client.change(
                    [.put(key: key, value: "zwei")], if: [.created(key: key, at: 0)]))
            #expect(
                try await client.change(
                    [.put(key: key, value: "")], if: [.modified(key: key, at: entry.modified)]))
            let (entries, revision) = try await client.entries(under: "/t/")
            #expect(entries.map(\.value) == [""] && revision == entries.first?.modified)
            #expect(try await client.change([.delete(key: key)], if: []))
            #expect(try await client.entry(key) == nil)
            #expect(try await client.entries(under: "/t/").entries.isEmpty)
            _ = etcd
        }
    }

    @Test func aLeaseTakesItsKeysWithIt() async throws {
        try await World.with { _, client in
            let lease = try await client.grantLease(seconds: 60)
            _ = try await client.change([.put(key: "/l/a", value: "x", lease: lease)], if: [])
            try await client.keepAlive(lease, within: .seconds(5))
            #expect(try await client.entry("/l/a")?.lease == lease)
            try await client.revoke(lease)
            #expect(try await client.entry("/l/a") == nil)
            await #expect(throws: EtcdError.leaseGone) {
                try await client.keepAlive(lease, within: .seconds(5))
            }
            await #expect(throws: EtcdError.leaseGone) {
                try await client.change([.put(key: "/l/b", value: "", lease: lease)], if: [])
            }
            try await client.revoke(lease)
        }
    }

    @Test func theOldestContenderLeads() async throws {
        try await World.with { (_, client) async throws in
            let one = try await client.grantLease(seconds: 60)
            let two = try await client.grantLease(seconds: 60)
            let first = try await client.campaign(
                "/e", lease: one, value: "one", within: .seconds(5))
            // Asked again, as after an answer that was lost.
            #expect(
                try await client.campaign("/e", lease: one, value: "one", within: .seconds(5))
                    == first)
            // The other waits for as long as it is let.
            do throws(EtcdError) {
                _ = try await client.campaign(
                    "/e", lease: two, value: "two", within: .milliseconds(300))
                Issue.record("two lead")
            } catch {
                guard case .unavailable = error else {
                    Issue.record("\(error)")
                    return
                }
            }
            async let second = client.campaign(
                "/e", lease: two, value: "two", within: .seconds(30))
            try await client.revoke(one)
            #expect(try await second.revision > first.revision)
        }
    }

    @Test func anEndpointThatIsAwayOrHangsLosesItsTurn() async throws {
        try await World.with { etcd, _ in
            let other = try await EtcdProcess()
            other.pause()
            defer { other.resume() }
            let away = "http://127.0.0.1:\(try EtcdProcess.freePort())"
            let access = EtcdAccess(endpoints: [away, other.url, etcd.url])
            try await World.with(access) { (client) async throws in
                let begun = ContinuousClock.now
                #expect(try await client.entry("/x") == nil)
                // From then on, it begins with the one that answered.
                let found = ContinuousClock.now
                #expect(try await client.entry("/x") == nil)
                #expect(ContinuousClock.now - found < found - begun)
            }
        }
    }

    @Test func nobodyAnswers() async throws {
        let access = EtcdAccess(endpoints: ["http://127.0.0.1:\(try EtcdProcess.freePort())"])
        try await World.with(access) { (client) async throws in
            do throws(EtcdError) {
                _ = try await client.entry("/x")
                Issue.record("something answered")
            } catch {
                guard case .unavailable = error else {
                    Issue.record("\(error)")
                    return
                }
            }
        }
    }

    @Test func entersAnEtcdWithUsers() async throws {
        try await World.with { (etcd, stranger) async throws in
            #expect(try etcd.control("user", "add", "root:secret") == 0)
            #expect(try etcd.control("user", "grant-role", "root", "root") == 0)
            #expect(try etcd.control("auth", "enable") == 0)
            do throws(EtcdError) {
                _ = try await stranger.entry("/x")
                Issue.record("a stranger was let in")
            } catch {
                guard case .refused = error else {
                    Issue.record("\(error)")
                    return
                }
            }
            let access = EtcdAccess(
                endpoints: [etcd.url], user: .init(name: "root", password: "secret"))
            try await World.with(access) { (client) async throws in
                #expect(try await client.change([.put(key: "/x", value: "y")], if: []))
                #expect(try await client.entry("/x")?.value == "y")
            }
        }
    }
}
