import Testing

@testable import ScenarioKit

/// Clusters in the language: who is a node of which, and whom a step means.
@Suite struct ClusterLanguageTests {
    private static let actors = """
        actors:
          origin: {kind: remote}
          store: {kind: etcd}
          first: {kind: clone, of: origin}
          second: {kind: clone, of: origin}
          one: {kind: server, data: first, remote: origin, cluster: store}
          two: {kind: server, data: second, remote: origin, cluster: store}
        """

    private func text(_ steps: String, actors: String = actors) -> String {
        """
        scenario: x
        title: T
        requires: {caps: [etcd]}
        \(actors)
        history: {graph: "A   origin:main first:main"}
        steps:
        \(steps)
        """
    }

    @Test func aClusterIsRead() throws {
        let scenario = try ScenarioText().scenario(
            text(
                """
                  - kill: {actor: store, signal: STOP}
                  - kill: {actor: store.writer}
                  - stop: store.writer
                  - expect: {cluster: {role: reader, writer: one, nodes: ">= 2", converged: true, behind: [two]}}
                    at: store
                  - write: {put: /api/sheets/people/jane, body: {name: Jane}}
                    at: two
                  - fault: {id: split, in: two, isolate: etcd}
                """))
        #expect(scenario.actor("store")?.kind == .etcd)
        #expect(scenario.actor("two")?.cluster == "store")
        #expect(scenario.steps[0].verb == .kill(.init(actor: .init(actor: "store"), signal: .stop)))
        let writer = ServerRef(actor: "store", isWriter: true)
        #expect(scenario.steps[1].verb == .kill(.init(actor: writer)))
        #expect(scenario.steps[2].verb == .stop(.init(actor: writer)))
        #expect(scenario.steps[3].at == ServerRef(actor: "store"))
        let wanted = try #require(scenario.steps[3].expect?.cluster)
        #expect(wanted.role == .reader && wanted.writer == .equal("one"))
        #expect(wanted.nodes?.matches(3) == true && wanted.converged == true)
        #expect(wanted.behind == ["two"])
        #expect(scenario.steps[4].at == ServerRef(actor: "two"))
        #expect(scenario.isolations == ["two": [.etcd]])
    }

    struct Slip: CustomTestStringConvertible, Sendable {
        let name: String
        var steps = "  - start: one"
        var actors = ClusterLanguageTests.actors
        let wanted: String
        var testDescription: String { name }
    }

    static let slips: [Slip] = [
        Slip(
            name: "a cluster of another kind",
            actors: actors.replacing("cluster: store", with: "cluster: origin"),
            wanted: "x.yaml:9:3: error: 'cluster' of 'one' must name an etcd"),
        Slip(
            name: "a cluster that is not there",
            actors: actors.replacing("cluster: store", with: "cluster: stroe"),
            wanted: "x.yaml:9:3: error: 'cluster' of 'one' names an unknown actor 'stroe'; "
                + "did you mean 'store'?"),
        Slip(
            name: "a clone in a cluster",
            actors: actors.replacing("of: origin}", with: "of: origin, cluster: store}"),
            wanted: "x.yaml:7:3: error: 'cluster' is for servers; 'first' is none"),
        Slip(
            name: "a node without a remote",
            actors: actors.replacing("remote: origin, ", with: ""),
            wanted: "x.yaml:9:3: error: the server 'one' needs 'remote': what a cluster writes is "
                + "there"),
        Slip(
            name: "one clone for two nodes",
            actors: actors.replacing("data: second", with: "data: first"),
            wanted: "x.yaml:10:3: error: 'one' and 'two' of the cluster 'store' need a clone "
                + "each"),
        Slip(
            name: "two remotes",
            actors: actors.replacing("second, remote: origin", with: "second, remote: other")
                + "\n  other: {kind: remote}",
            wanted: "x.yaml:10:3: error: 'one' and 'two' of the cluster 'store' must have one "
                + "remote"),
        Slip(
            name: "a place that is no name",
            steps: "  - http: {method: GET, path: /}\n    at: One",
            wanted: "x.yaml:14:9: error: 'One' is no server; write the name of one, or "
                + "store.writer for the writer of the cluster store"),
        Slip(
            name: "a place that is not there",
            steps: "  - http: {method: GET, path: /}\n    at: tow",
            wanted: "x.yaml:14:9: error: unknown actor 'tow'; did you mean 'two'?"),
        Slip(
            name: "a place that is no server",
            steps: "  - http: {method: GET, path: /}\n    at: first",
            wanted: "x.yaml:14:9: error: 'first' is no server"),
        Slip(
            name: "the writer of a server",
            steps: "  - http: {method: GET, path: /}\n    at: one.writer",
            wanted: "x.yaml:14:9: error: 'one' is no etcd: only a cluster has a writer"),
        Slip(
            name: "something done at every node", steps: "  - reload: {}\n    at: store",
            wanted: "x.yaml:14:9: error: 'store' stands for every node, and reload is done at one; "
                + "write store.writer, or the name of a node"),
        Slip(
            name: "a role of a server that is alone",
            steps: "  - expect: {cluster: {role: writer}}",
            actors: actors.replacing(", cluster: store}", with: "}"),
            wanted: "x.yaml:13:23: error: 'one' is no node of a cluster; say which is meant with "
                + "'at' beside the step"),
        Slip(
            name: "an unknown role", steps: "  - expect: {cluster: {role: leader}}",
            wanted: "x.yaml:13:30: error: 'leader' is not possible here; did you mean 'reader'?"),
        Slip(
            name: "a node behind that is not there",
            steps: "  - expect: {cluster: {behind: [tow]}}",
            wanted: "x.yaml:13:33: error: unknown actor 'tow'; did you mean 'two'?"),
        Slip(
            name: "a signal for a clone", steps: "  - kill: {actor: first}",
            wanted: "x.yaml:13:19: error: 'first' is no server, remote or etcd"),
    ]

    @Test(arguments: slips)
    func aSlipIsToldWhereItIs(_ slip: Slip) throws {
        let said = try ScenarioText().diagnostics(of: text(slip.steps, actors: slip.actors))
        #expect(said.contains { $0.hasPrefix(slip.wanted + "\n") }, "\(said)")
    }

    @Test func whatCannotBePlayedIsSaid() throws {
        let alone = Self.actors.replacing(", cluster: store}", with: "}")
        let scenario = try ScenarioText().scenario(
            text("  - fault: {id: split, in: one, isolate: etcd}", actors: alone)
                .replacing("requires: {caps: [etcd]}", with: "level: core"))
        #expect(
            Support.gaps(in: scenario).map(\.message) == [
                "an etcd without `requires: {caps: [etcd]}` is not supported yet",
                "cutting one, which is no node of a cluster, off from etcd is not supported yet",
            ])
    }

    @Test func anUpgradeIsRead() throws {
        let steps = "  - start: {actor: one, old: true}\n  - start: one"
        let scenario = try ScenarioText().scenario(
            text(steps).replacing("caps: [etcd]", with: "caps: [etcd, old]"))
        #expect(scenario.steps[0].verb == .start(StartVerb(actor: "one", old: true)))
        #expect(scenario.steps[1].verb == .start(StartVerb(actor: "one")))
        #expect(Support.gaps(in: scenario).isEmpty)
        var narrator = StepNarrator()
        let words = narrator.read(scenario.steps, indent: "")
        #expect(words == ["1. start one with the old program", "2. start one"])
    }

    @Test func anEtcdMayLoseItsData() throws {
        let scenario = try ScenarioText().scenario(text("  - start: {actor: store, empty: true}"))
        #expect(scenario.steps[0].verb == .start(StartVerb(actor: "store", empty: true)))
        #expect(Support.gaps(in: scenario).isEmpty)
        var narrator = StepNarrator()
        #expect(narrator.read(scenario.steps, indent: "") == ["1. start store without its data"])
        let server = try ScenarioText().scenario(text("  - start: {actor: one, empty: true}"))
        #expect(
            Support.gaps(in: server).map(\.message) == [
                "an empty one, which is no etcd, is not supported yet"
            ])
    }

    @Test func anOldProgramIsOneOfAServerAndRequired() throws {
        let unasked = try ScenarioText().scenario(text("  - start: {actor: one, old: true}"))
        #expect(
            Support.gaps(in: unasked).map(\.message) == [
                "an old program without `requires: {caps: [old]}` is not supported yet"
            ])
        let store = try ScenarioText().scenario(
            text("  - start: {actor: store, old: true}")
                .replacing("caps: [etcd]", with: "caps: [etcd, old]"))
        #expect(
            Support.gaps(in: store).map(\.message) == [
                "an old program of store, which is no server, is not supported yet"
            ])
    }

    @Test func aClusterIsReadAloudAndNotForeseen() throws {
        let path = "\(ScenarioText.root)/Scenarios/cluster/write-at-any-node.yaml"
        let text = ScenarioExplanation(try ScenarioFile.load(path)).description
        #expect(text.contains("PUT /api/sheets/people/jane at two, called $w1"))
        #expect(text.contains("expect within 10.0 seconds: the writer is one, nodes 3"))
        #expect(!text.contains("predicted of commits alone"))
    }
}
