import JSONModel
import Testing

@testable import Cluster

@Suite("How long a node is behind") struct LatenessTests {
    private let keys = ClusterKeys(prefix: "/p/")

    private func put(_ key: String, _ value: JSON) throws -> EtcdEvent {
        let text = String(decoding: value.bytes, as: UTF8.self)
        let entry = EtcdEntry(.object(["key": .etcdBytes(key), "value": .etcdBytes(text)]))
        return .put(try #require(entry))
    }

    private func report(_ name: String, _ commit: String) throws -> EtcdEvent {
        let report = NodeReport(name: name, url: "u", commit: commit, generation: 1, site: "s")
        return try put(keys.node(name), report.json)
    }

    private func tip(_ commit: String) throws -> EtcdEvent {
        try put(keys.tip, Tip(commit: commit, node: "one").json)
    }

    @Test("One that stands still grows late while others go on, and is not once it is there")
    func standsStill() throws {
        var view = ClusterView(keys)
        var lateness = Lateness()
        func hear(_ event: EtcdEvent, at second: Int) {
            view.apply(event)
            lateness.note(view, at: .seconds(second))
        }
        hear(try report("one", "a"), at: 0)
        hear(try report("two", "a"), at: 0)
        #expect(lateness.age(of: "two", at: .seconds(1)) == nil)
        hear(try tip("a"), at: 1)
        #expect(lateness.age(of: "two", at: .seconds(9)) == nil)
        for second in 10...100 {
            hear(try tip("t\(second)"), at: second)
            hear(try report("one", "t\(second)"), at: second)
        }
        #expect(lateness.age(of: "one", at: .seconds(101)) == nil)
        #expect(lateness.age(of: "two", at: .seconds(101)) == .seconds(91))
        // It gets on, and is late only since then.
        hear(try report("two", "t99"), at: 101)
        #expect(lateness.age(of: "two", at: .seconds(103)) == .seconds(2))
        hear(try report("two", "t100"), at: 104)
        #expect(lateness.age(of: "two", at: .seconds(105)) == nil)
        hear(.delete(key: keys.node("two")), at: 106)
        #expect(lateness.age(of: "two", at: .seconds(107)) == nil)
    }
}
