import Foundation
import JSONModel
import TestSupport
import Testing

/// Commands run once, whichever node of a cluster is told of a push.
@Suite(
    "Hooks of a cluster", .enabled(if: EtcdProcess.isAvailable, "no etcd is installed"),
    .timeLimit(.minutes(3)))
struct ClusterHookTests {
    /// Nodes with one configuration of hooks; each with what its deliveries are sent by.
    private func start(
        _ cluster: ClusterSite, _ names: [String]
    ) async throws -> [HookSite] {
        let (config, secrets) = try HookSite.configure(cluster.site)
        return try await cluster.start(names, secrets, arguments: ["--config", config]).map {
            HookSite(site: cluster.site, server: $0)
        }
    }

    /// The one whose server leads, then the other.
    private func inOrder(
        _ cluster: ClusterSite, _ nodes: [HookSite]
    ) async throws -> (leader: HookSite, other: HookSite) {
        let writer = try #require(try await cluster.writer(of: nodes.map(\.server)))
        return (
            try #require(nodes.first { $0.server === writer }),
            try #require(nodes.first { $0.server !== writer })
        )
    }

    @Test func aDeliveryRunsOnceWhicheverNodesAreTold() async throws {
        let cluster = try await ClusterSite.make()
        let nodes = try await start(cluster, ["one", "two"])
        for (index, node) in nodes.enumerated() {
            let name = "acme/r\(index)"
            let answer = try await node.push(name, delivery: "d\(index)")
            #expect(answer.status == 202, "\(answer.text)")
            try await until("it succeeded, as both tell") {
                for node in nodes {
                    let job = try await node.jobs().first { $0["repository"]?.text == name }
                    guard job?["state"] == "succeeded", job?["job"] == answer.json["job"] else {
                        return false
                    }
                }
                return true
            }
            for other in nodes {
                let again = try await other.push(name, delivery: "d\(index)")
                #expect(again.status == 200 && again.json["duplicate"] == true, "\(again.text)")
            }
        }
        #expect(nodes[0].runs.count { $0.hasPrefix("start") } == 2)
    }

    @Test func aWrongSignatureIsRefusedAtEveryNode() async throws {
        let cluster = try await ClusterSite.make()
        for node in try await start(cluster, ["one", "two"]) {
            let answer = try await node.push("acme/x", secret: "guessed")
            #expect(answer.status == 401 && answer.errorCode == "unauthorized", "\(answer.text)")
            #expect(node.runs.isEmpty)
        }
    }

    @Test func theNextNodeTakesUpWhatAKilledOneRan() async throws {
        let cluster = try await ClusterSite.make()
        let nodes = try await start(cluster, ["one", "two"])
        let (leader, other) = try await inOrder(cluster, nodes)
        try leader.hold()
        let commit = String(repeating: "c", count: 40)
        #expect(try await other.push("acme/x", commit: commit, delivery: "d").status == 202)
        #expect(try await other.push("acme/y", delivery: "e").status == 202)
        try await until("both run") { leader.runs.count == 2 }
        leader.server.end()
        // Nobody leads now: it waits for who will.
        #expect(try await other.push("acme/z", delivery: "f").status == 202)
        try await until("the other runs them all") { other.runs.count == 5 }
        try other.release()
        try await until("all have succeeded") {
            let jobs = try await other.jobs()
            return jobs.count == 3 && jobs.allSatisfy { $0["state"] == "succeeded" }
        }
        #expect(other.runs.contains { $0.hasPrefix("start acme/x main \(commit)") })
        #expect(try await other.push("acme/x", delivery: "d").json["duplicate"] == true)
    }

    @Test func aJobIsStartedByHandWhereJobsRun() async throws {
        let cluster = try await ClusterSite.make()
        let (leader, other) = try await inOrder(cluster, try await start(cluster, ["one", "two"]))
        let body = Array(#"{"repository": "acme/one"}"#.utf8)
        let bearer = ["Authorization": "Bearer \(ServerProcess.secret)"]
        let path = "/api/_internal/jobs"
        let there = try await other.server.ask(path, method: "POST", headers: bearer, body: body)
        #expect(there.status == 409 && there.errorCode == "not-writer", "\(there.text)")
        #expect(there.text.contains("127.0.0.1:\(leader.server.port)"))
        let here = try await leader.server.ask(path, method: "POST", headers: bearer, body: body)
        #expect(here.status == 202, "\(here.text)")
    }
}
