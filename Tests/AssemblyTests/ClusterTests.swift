import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

/// Several real servers, one real etcd.
@Suite(
    "A cluster", .enabled(if: EtcdProcess.isAvailable, "no etcd is installed"),
    .timeLimit(.minutes(3)))
struct ClusterTests {
    @Test func aWriteAtAnyNodeIsServedByAll() async throws {
        let cluster = try await ClusterSite.make()
        let servers = try await cluster.start(["one", "two", "three"])
        for (number, server) in servers.enumerated() {
            let path = "/api/sheets/people/n\(number)"
            let answer = try await server.write("PUT", path, #"{"number": 4}"#)
            #expect(answer.status == 201, "\(answer.text)")
            let commit = try #require(answer.json["commit"]?.text)
            // Acknowledged: the remote has it, and who asked the node that answered reads it.
            #expect(try await cluster.site.origin.tip()?.hex == commit)
            #expect(try await server.ask(path).status == 200)
            for other in servers {
                let read = try await other.ask("\(path)?minCommit=\(commit)&wait=20s")
                #expect(read.status == 200 && read.json["number"] == 4, "\(read.text)")
            }
        }
        // Refusals are the writer's too.
        for server in servers {
            let answer = try await server.write("PUT", "/api/sheets/people/n0", #"{"slug": "x"}"#)
            #expect(answer.status == 422 && answer.errorCode == "unprocessable", "\(answer.text)")
            let stranger = try await server.write(
                "PUT", "/api/sheets/people/n0", "{}", headers: ["Authorization": "Bearer no"])
            #expect(stranger.status == 401)
        }
    }

    @Test func aWebhookAtAnyNodeIsHeardByAll() async throws {
        let cluster = try await ClusterSite.make()
        let servers = try await cluster.start(["one", "two", "three"])
        for (number, server) in servers.enumerated() {
            let commit = try await cluster.site.origin.commit([
                "people/zoe.toml": Site.person("zoe", number)
            ])
            #expect(try await server.reload().status == 200)
            try await until("all serve \(commit)") {
                for server in servers
                where try await server.ask("/api/sheets").header("X-Data-Commit") != commit.hex {
                    return false
                }
                return true
            }
        }
    }

    @Test func anotherWritesWhenTheWriterIsKilled() async throws {
        let cluster = try await ClusterSite.make()
        let servers = try await cluster.start(["one", "two"])
        let writer = try #require(try await cluster.writer(of: servers))
        let other = try #require(servers.first { $0 !== writer })
        #expect(
            try await writer.write("PUT", "/api/sheets/people/a", #"{"number": 1}"#).status == 201)
        writer.end()
        _ = try await cluster.writeSometime("/api/sheets/people/b", at: other)
        #expect(try await other.role() == "writer")
        #expect(try await other.ask("/api/sheets/people/a").status == 200)
        // Two writes and the first commit, in one line.
        #expect(try await cluster.site.origin.git("rev-list", "--count", "main") == "3")
        #expect(try await cluster.site.origin.git("rev-list", "--min-parents=2", "main") == "")
    }

    @Test func aWriterThatWasStoppedForLongDoesNotWrite() async throws {
        let cluster = try await ClusterSite.make()
        let servers = try await cluster.start(["one", "two"])
        let writer = try #require(try await cluster.writer(of: servers))
        let other = try #require(servers.first { $0 !== writer })
        writer.pause()
        _ = try await cluster.writeSometime("/api/sheets/people/b", at: other)
        let theirs = try #require(try await cluster.site.origin.tip())
        writer.resume()
        // Whatever it says of itself: the write is made by the other, on top of the other's.
        let answer = try await writer.write("PUT", "/api/sheets/people/c", #"{"number": 3}"#)
        #expect([201, 503].contains(answer.status), "\(answer.text)")
        if answer.status == 201 {
            #expect(try await cluster.site.origin.git("rev-parse", "main~1") == theirs.hex)
        } else {
            #expect(answer.errorCode == "no-writer" || answer.errorCode == "push-failed")
        }
        try await until("it reads only") { try await writer.role() == "reader" }
        #expect(try await other.role() == "writer")
    }

    @Test func readsGoOnWithoutEtcdAndWritesStop() async throws {
        let cluster = try await ClusterSite.make()
        let servers = try await cluster.start(["one", "two"])
        cluster.etcd.kill()
        try await until("nobody writes") {
            try await cluster.writer(of: servers) == nil
        }
        for server in servers {
            #expect(try await server.ask("/api/sheets/people/ada").status == 200)
            let answer = try await server.write("PUT", "/api/sheets/people/a", #"{"number": 1}"#)
            #expect(answer.status == 503 && answer.errorCode == "no-writer", "\(answer.text)")
            #expect(answer.header("Retry-After") == "1")
        }
        try await cluster.etcd.start()
        _ = try await cluster.writeSometime("/api/sheets/people/a", at: servers[0])
    }

    @Test func saysWhereTheWriterIsWhenToldSo() async throws {
        let cluster = try await ClusterSite.make()
        let redirecting: [String: String?] = ["CFP_CLUSTER_FORWARD": "redirect"]
        let one = try await cluster.start("one", redirecting)
        try await until("one writes") { try await one.role() == "writer" }
        let two = try await cluster.start("two", redirecting)
        try await until("two knows") { try await two.cluster()?["writer"] == "one" }
        // Not by a client that goes there at once.
        let answer = try await RawClient.send(
            """
            PUT /api/sheets/people/a?x=1 HTTP/1.1\r
            Host: x\r
            Authorization: Bearer \(ServerProcess.writeToken)\r
            Content-Length: 2\r
            Connection: close\r
            \r
            {}
            """, to: two)
        #expect(answer.status == 307)
        let place = "location: http://127.0.0.1:\(one.port)/api/sheets/people/a?x=1\r\n"
        #expect(answer.text.lowercased().contains(place), "\(answer.text)")
    }

    @Test func onlyACompleteConfigurationStarts() async throws {
        let folder = try TemporaryFolder()
        let whole: [String: String?] = [
            "CFP_CLUSTER": "http://127.0.0.1:1", "CFP_NODE_NAME": "one",
            "CFP_NODE_URL": "http://127.0.0.1:2",
        ]
        for (name, value) in [
            ("CFP_CLUSTER", "127.0.0.1:1"), ("CFP_CLUSTER", ","), ("CFP_NODE_NAME", "a/b"),
            ("CFP_NODE_URL", nil), ("CFP_NODE_URL", "http://x/y"), ("CFP_DATA_REMOTE", nil),
            ("CFP_CLUSTER_SESSION", "1s"), ("CFP_CLUSTER_USER", "u"),
            ("CFP_CLUSTER_CERT", "/nowhere"), ("CFP_CLUSTER_CA", "/nowhere"),
            ("CFP_CLUSTER_FORWARD", "no"),
        ] as [(String, String?)] {
            let environment = ServerProcess.environment(
                repository: folder.child("data.git"), remote: folder.child("origin.git"),
                whole.merging([name: value]) { $1 })
            let (code, error) = try await ServerProcess.run(environment, in: folder)
            #expect(code == 78, "\(name): \(code)")
            #expect(error.contains(String(name.prefix(11))), "\(name): \(error)")
        }
    }
}
