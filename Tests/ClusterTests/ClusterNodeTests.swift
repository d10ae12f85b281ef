import Cluster
import JSONModel
import TestSupport
import Testing

/// Nodes at work, in one process, with a real etcd.
@Suite(.enabled(if: EtcdProcess.isAvailable, "no etcd is installed"))
struct ClusterNodeTests {
    @Test func oneNodeWritesAndAnotherFollowsWhenItIsGone() async throws {
        try await World.with { etcd, _ in
            let one = Peer("one", etcd)
            try await until("one writes") { one.node.role.term != nil }
            let first = try #require(one.node.role.term)
            let two = Peer("two", etcd)
            try await until("both see both") {
                [one, two].allSatisfy {
                    $0.node.view.view.nodes.count == 2 && $0.node.view.view.writer == "one"
                }
            }
            #expect(two.node.role.term == nil && !two.node.role.leads)
            await one.stop()
            #expect(one.node.role.term == nil)
            try await until("two writes") { two.node.role.term != nil }
            #expect(try #require(two.node.role.term) > first)
            try await until("one is forgotten") {
                two.node.view.view.writer == "two"
                    && Array(two.node.view.view.nodes.keys) == ["two"]
            }
            await two.stop()
        }
    }

    @Test func aNodeDoesNotWriteBeforeItHasReconciled() async throws {
        try await World.with { etcd, _ in
            let peer = Peer("one", etcd, readiness: .unreachable)
            try await until("it is elected") { peer.node.role.leads }
            #expect(peer.node.role.term == nil)
            peer.readiness.set(.ready)
            try await until("it writes") { peer.node.role.term != nil }
            await peer.stop()
        }
    }

    @Test func aNodeThatMayNotWriteLetsAnotherLead() async throws {
        try await World.with { etcd, _ in
            let one = Peer("one", etcd, readiness: .refused)
            try await until("one is elected") { one.node.role.leads }
            let two = Peer("two", etcd)
            try await until("two writes") { two.node.role.term != nil }
            #expect(one.node.role.term == nil)
            try await until("one is a reader, and the next") {
                two.node.view.view.contenders.count == 2
                    && two.node.view.view.nodes.count == 2
            }
            one.readiness.set(.ready)
            await two.stop()
            try await until("one writes") { one.node.role.term != nil }
            await one.stop()
        }
    }

    /// etcd hangs: the lead ends by the clock, before the lease can, and nobody has to be told.
    @Test func aWriterStopsByItself() async throws {
        try await World.with { etcd, _ in
            let peer = Peer("one", etcd, seconds: 2)
            try await until("it writes") { peer.node.role.term != nil }
            etcd.pause()
            try await until("it stops") { peer.node.role.term == nil }
            etcd.resume()
            // With the lease it had, where etcd did not end that in time, or with another.
            try await until("it writes again") { peer.node.role.term != nil }
            await peer.stop()
        }
    }

    /// Somebody takes its place in the election away: another one leads, and never both.
    @Test func aWriterWithoutItsKeyStepsDown() async throws {
        try await World.with { etcd, client in
            let one = Peer("one", etcd)
            try await until("one writes") { one.node.role.term != nil }
            let two = Peer("two", etcd)
            try await until("both stand") { one.node.view.view.contenders.count == 2 }
            let key = try #require(one.node.role.lead?.key)
            #expect(try await client.change([.delete(key: key)], if: []))
            try await until("two writes, and one does not") {
                two.node.role.term != nil && one.node.role.term == nil
            }
            try await until("one stands again") { two.node.view.view.contenders.count == 2 }
            await one.stop()
            await two.stop()
        }
    }

    /// One of several endpoints goes silent, with all that stands there: what keeps the lease alive
    /// notices, and the rest does not wait until it would be renewed anyway.
    @Test func aSilentEndpointIsLeft() async throws {
        try await World.with { etcd, client in
            let one = Peer("one", etcd)
            try await until("one writes") { one.node.role.term != nil }
            let relay = try RelayProcess(to: etcd.url)
            let two = Peer("two", etcd, through: relay)
            try await until("both are there") { two.node.view.view.nodes.count == 2 }
            relay.standStill()
            await one.stop()
            let tip = Tip(commit: String(repeating: "a", count: 40), node: "x")
            let text = String(decoding: tip.json.bytes, as: UTF8.self)
            _ = try await client.change(
                [.put(key: ClusterKeys(prefix: "/test").tip, value: text)], if: [])
            try await until("two writes, and has heard", within: .seconds(20)) {
                two.node.role.term != nil && two.tips == [tip]
            }
            await two.stop()
        }
    }

    @Test func theOthersHearThatOneLooks() async throws {
        try await World.with { etcd, client in
            let one = Peer("one", etcd)
            let two = Peer("two", etcd)
            try await until("both are there") { one.node.view.view.nodes.count == 2 }
            try await one.node.tellToLook()
            try await two.node.tellToLook()
            try await until("each has heard the other, and not itself") {
                one.looks == 1 && two.looks == 1
            }
            // Who comes later looks anyway, and need not be told of what was.
            let three = Peer("three", etcd)
            try await until("it is there") { one.node.view.view.nodes.count == 3 }
            #expect(three.looks == 0)
            // What it told itself would have come before the news of the third.
            try await until("both know it") { two.node.view.view.nodes.count == 3 }
            #expect(one.looks == 1 && two.looks == 1)
            _ = client
            for peer in [one, two, three] { await peer.stop() }
        }
    }

    @Test func everybodyHearsOfATip() async throws {
        try await World.with { etcd, client in
            let one = Peer("one", etcd)
            let two = Peer("two", etcd)
            try await until("both are there") { one.node.view.view.nodes.count == 2 }
            let tip = Tip(commit: String(repeating: "a", count: 40), node: "one")
            #expect(try await one.node.announce(tip))
            try await until("both have heard") { one.tips == [tip] && two.tips == [tip] }
            // etcd is killed and comes back with what it had; the next is heard all the same.
            etcd.kill()
            try await etcd.start()
            let next = Tip(commit: String(repeating: "b", count: 40), node: "two")
            try await until("the next is told") { try await two.node.announce(next) }
            try await until("both have heard again") {
                one.tips == [tip, next] && two.tips == [tip, next]
            }
            // A reader that is slow does not bring the old one back.
            let reader = two.node.role.leads ? one : two
            #expect(try await reader.node.announce(tip))
            #expect(reader.node.view.view.tip == next)
            _ = client
            await one.stop()
            await two.stop()
        }
    }

    /// Its revisions begin anew, and a watch from an old one would be silent until they have passed it.
    @Test(arguments: [0, 200]) func anEtcdThatLostItsDataIsReadAnew(changes: Int) async throws {
        try await World.with { etcd, client in
            let one = Peer("one", etcd, seconds: 2)
            let two = Peer("two", etcd, seconds: 2)
            try await until("both are there") { one.node.view.view.nodes.count == 2 }
            for number in 0..<changes {
                _ = try await client.change([.put(key: "/other", value: "\(number)")], if: [])
            }
            let tip = Tip(commit: String(repeating: "a", count: 40), node: "one")
            #expect(try await one.node.announce(tip))
            try await until("both have heard") { one.tips == [tip] && two.tips == [tip] }
            etcd.kill()
            try etcd.loseData()
            try await etcd.start()
            try await until("both see who is there, and who writes") {
                let views = [one, two].map { $0.node.view.view }
                let terms = [one, two].filter { $0.node.role.term != nil }
                return terms.count == 1
                    && views.allSatisfy { view in
                        view.nodes.count == 2 && view.tip == nil
                            && (view.writer == "one") == (one.node.role.term != nil)
                    }
            }
            let next = Tip(commit: String(repeating: "b", count: 40), node: "two")
            try await until("the next is told") { try await two.node.announce(next) }
            try await until("both have heard again") {
                one.tips == [tip, next] && two.tips == [tip, next]
            }
            await one.stop()
            await two.stop()
        }
    }
}
