import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

@Suite("Writes", .timeLimit(.minutes(2))) struct WriteTests {
    private static func serving(
        _ changes: [String: String?] = [:]
    ) async throws -> (server: ServerProcess, clone: TestRepository, origin: TestRepository) {
        let (site, server) = try await Site.serving(
            ServerProcess.writable.merging(changes) { $1 })
        return (server, .existing(at: site.clone, in: site.folder), site.origin)
    }

    private static func file(_ path: String, in clone: TestRepository) async throws -> String {
        try await clone.git("cat-file", "blob", "main:\(path)")
    }

    @Test func aPutIsACommitThatIsServedAndPushed() async throws {
        let (server, clone, origin) = try await Self.serving()
        let before = try await clone.tip()
        let answer = try await server.write(
            "PUT", "/api/sheets/people/dan", #"{"number": 4, "bio": "sails"}"#,
            adding: ["Livetree-Author": "Dan Doe <dan@example.org>"])
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.json["ok"] == true)
        #expect(answer.json["path"] == "dan")
        #expect(answer.json["swapped"] == true)
        let commit = try #require(answer.json["commit"]?.text)
        #expect(try await clone.tip()?.hex == commit)
        #expect(answer.header("X-Data-Commit") == commit)
        #expect(
            try await Self.file("people/dan.toml", in: clone)
                == "bio = \"sails\"\nnumber = 4\nslug = \"dan\"")
        let log = try await clone.git("log", "-1", "--format=%P %an <%ae> %cn <%ce>%n%B", "main")
        let wanted = """
            \(before?.hex ?? "") Dan Doe <dan@example.org> Livetree <livetree@localhost>
            Put people/dan

            Action: put
            Subject-Type: people
            Subject-Path: dan
            """
        #expect(log.trimmingCharacters(in: .newlines) == wanted)
        let read = try await server.ask("/api/sheets/people/dan")
        #expect(read.json["bio"] == "sails")
        #expect(read.header("ETag") == answer.header("ETag"))
        let found = try await server.ask("/api/search?q=sails")
        #expect(found.json["hits"] != .array([]))
        try await until("the remote has it") { try await origin.tip()?.hex == commit }
        #expect(try await clone.git("fsck", "--strict", "--no-dangling") == "")
    }

    @Test func aReplacedRecordKeepsItsTypesAndAnUnchangedOneItsCommit() async throws {
        let (server, clone, _) = try await Self.serving()
        let typed = #"{"at": "2026-11-21T09:00:00Z", "x": 1.5, "n": 3}"#
        let first = try await server.write("PUT", "/api/sheets/people/eve", typed)
        #expect(first.status == 201, "\(first.text)")
        let again = try await server.write("PUT", "/api/sheets/people/eve", typed)
        #expect(again.status == 200)
        #expect(again.json["commit"] == first.json["commit"])
        #expect(again.json["swapped"] == false)
        let next = try await server.write(
            "PUT", "/api/sheets/people/eve", #"{"at": "2026-11-22", "x": 2, "n": 4}"#)
        #expect(next.status == 200)
        #expect(try await Self.file("people/eve.toml", in: clone).contains("x = 2.0"))
        #expect(try await clone.git("rev-list", "--count", "main") == "3")
    }

    @Test func aPatchChangesWhatItNames() async throws {
        let (server, clone, _) = try await Self.serving()
        let answer = try await server.write(
            "PATCH", "/api/sheets/people/ada", #"{"bio": "draws maps", "tags": null}"#)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(
            try await Self.file("people/ada.toml", in: clone)
                == "bio = \"draws maps\"\nnumber = 2\nslug = \"ada\"")
        #expect(
            try await server.write("PATCH", "/api/sheets/people/nobody", "{}").status == 404)
    }

    @Test func aDeletedRecordTakesItsFilesWithIt() async throws {
        let (server, clone, _) = try await Self.serving()
        let answer = try await server.write("DELETE", "/api/sheets/people/ada")
        #expect(answer.status == 200, "\(answer.text)")
        let files = try await clone.git("ls-tree", "-r", "--name-only", "main")
        #expect(files == ".gitsheets/people.toml\npeople/bob.toml\npeople/cyd.toml")
        #expect(try await server.ask("/api/sheets/people/ada").status == 404)
        #expect(try await server.ask("/api/attachments/people/ada/pic.png").status == 404)
        #expect(try await server.write("DELETE", "/api/sheets/people/ada").status == 404)
    }

    @Test func aPostMakesTheRecordWhereItsFieldsSay() async throws {
        let (server, _, _) = try await Self.serving()
        let body = #"{"slug": "dan", "number": 9}"#
        let answer = try await server.write("POST", "/api/sheets/people", body)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(answer.json["path"] == "dan")
        #expect(answer.header("Location") == "/api/sheets/people/dan")
        let again = try await server.write("POST", "/api/sheets/people", body)
        #expect(again.status == 409)
        #expect(again.errorCode == "exists")
        let lost = try await server.write("POST", "/api/sheets/people", #"{"number": 9}"#)
        #expect(lost.status == 422)
    }

    @Test func conditionsAreChecked() async throws {
        let (server, _, _) = try await Self.serving()
        let tag = try #require(try await server.ask("/api/sheets/people/bob").header("ETag"))
        let path = "/api/sheets/people/bob"
        let wrong = try await server.write(
            "PUT", path, #"{"number": 5}"#, adding: ["If-Match": "\"0000\""])
        #expect(wrong.status == 412)
        #expect(wrong.errorCode == "precondition-failed")
        #expect(wrong.header("ETag") == tag)
        let taken = try await server.write(
            "PUT", path, #"{"number": 5}"#, adding: ["If-None-Match": "*"])
        #expect(taken.status == 412)
        let right = try await server.write(
            "PUT", path, #"{"number": 5}"#, adding: ["If-Match": "\"x\", \(tag)"])
        #expect(right.status == 200)
        let stale = try await server.write("DELETE", path, adding: ["If-Match": tag])
        #expect(stale.status == 412)
        let none = try await server.write(
            "PATCH", "/api/sheets/people/nobody", "{}", adding: ["If-Match": "*"])
        #expect(none.status == 412)
        let new = try await server.write(
            "PUT", "/api/sheets/people/new", #"{"number": 5}"#, adding: ["If-None-Match": "*"])
        #expect(new.status == 201)
    }

    @Test func aTransactionIsOneCommitOrNone() async throws {
        let (server, clone, _) = try await Self.serving()
        let tip = try await clone.tip()
        let half = try await server.write(
            "POST", "/api/transactions",
            """
            {"operations": [
              {"op": "put", "sheet": "people", "path": "dan", "record": {"number": 1}},
              {"op": "patch", "sheet": "people", "path": "bob", "record": {"slug": "robert"}}]}
            """)
        #expect(half.status == 422, "\(half.text)")
        #expect(ServerProcess.pointers(half).allSatisfy { $0.hasPrefix("/operations/1") })
        #expect(try await clone.tip() == tip)
        #expect(try await server.ask("/api/sheets/people/dan").status == 404)
        let whole = try await server.write(
            "POST", "/api/transactions",
            """
            {"message": "Tidy up\\n\\nBecause.", "author": "Eve <eve@example.org>", "operations": [
              {"op": "put", "sheet": "people", "record": {"slug": "dan", "number": 1}},
              {"op": "patch", "sheet": "people", "path": "dan", "record": {"number": 2}},
              {"op": "delete", "sheet": "people", "path": "bob"}]}
            """)
        #expect(whole.status == 200, "\(whole.text)")
        #expect(try await clone.git("rev-list", "--count", "\(tip?.hex ?? "")..main") == "1")
        let body = try await clone.git("log", "-1", "--format=%an%n%B", "main")
        #expect(body.hasPrefix("Eve\nTidy up\n\nBecause.\n\nAction: put\n"))
        #expect(try await server.ask("/api/sheets/people/dan").json["number"] == 2)
        #expect(try await server.ask("/api/sheets/people/bob").status == 404)
    }

    @Test func refusesWhatItDoesNotUnderstand() async throws {
        let (server, _, _) = try await Self.serving()
        for (method, path, body) in [
            ("PUT", "/api/sheets/people/dan", "{"), ("POST", "/api/transactions", "[]"),
            ("POST", "/api/transactions", #"{"operations": []}"#),
            ("POST", "/api/transactions", #"{"operations": [{"op": "move", "sheet": "people"}]}"#),
            ("POST", "/api/transactions", #"{"operations": [], "mesage": ""}"#),
        ] {
            let answer = try await server.write(method, path, body)
            #expect(answer.status == 400, "\(body)")
            #expect(answer.errorCode == "bad-request", "\(body)")
        }
    }

    @Test func refusesARecordThatDoesNotFit() async throws {
        let (server, clone, _) = try await Self.serving()
        let tip = try await clone.tip()
        for (path, body) in [
            ("people/dan", #"{"slug": "other"}"#), ("people/dan", "3"),
            ("people/dan", #"{"a": [1, null]}"#), ("people/a/b", "{}"),
            ("people/dan", #"{"n": 123456789012345678901234567890}"#),
            ("people/con%3Fx", "{}"), ("people/.git", "{}"),
        ] {
            let answer = try await server.write("PUT", "/api/sheets/\(path)", body)
            #expect(answer.status == 422, "\(path) \(body): \(answer.text)")
            #expect(answer.errorCode == "unprocessable")
            #expect(!ServerProcess.pointers(answer).isEmpty)
        }
        let sheet = try await server.write("PUT", "/api/sheets/nothing/dan", "{}")
        #expect(sheet.status == 404)
        #expect(try await clone.tip() == tip)
    }

    @Test func needsTheWriteToken() async throws {
        let (_, closed) = try await Site.serving()
        #expect(try await closed.write("DELETE", "/api/sheets/people/ada").status == 503)
        let (server, _, _) = try await Self.serving()
        for headers in [
            [:], ["Authorization": "Bearer \(ServerProcess.secret)"],
            ["Authorization": "Bearer "], ["X-CFP-Webhook-Key": ServerProcess.writeToken],
        ] {
            let answer = try await server.write(
                "DELETE", "/api/sheets/people/ada", headers: headers)
            #expect(answer.status == 401)
            #expect(answer.errorCode == "unauthorized")
        }
        #expect(
            try await closed.write("DELETE", "/api/sheets/people/ada", headers: [:]).status == 401)
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)
    }

    @Test func attachmentsArePutAndDeleted() async throws {
        let (server, clone, _) = try await Self.serving()
        let path = "/api/attachments/people/bob/notes.txt"
        let put = try await server.write("PUT", path, "some\r\nnotes\u{0}")
        #expect(put.status == 201, "\(put.text)")
        #expect(try await Self.file("people/bob/notes.txt", in: clone) == "some\r\nnotes\u{0}")
        let read = try await server.ask(path)
        #expect(read.text == "some\r\nnotes\u{0}")
        #expect(read.header("ETag") == put.header("ETag"))
        let again = try await server.write("PUT", path, "some\r\nnotes\u{0}")
        #expect(again.status == 200)
        #expect(again.json["swapped"] == false)
        let other = try await server.write(
            "PUT", path, "x", adding: ["If-Match": "\"\(String(repeating: "0", count: 40))\""])
        #expect(other.status == 412)
        #expect(try await server.write("DELETE", path).status == 200)
        #expect(try await server.ask(path).status == 404)
        #expect(try await server.write("DELETE", path).status == 404)
        #expect(
            try await server.write("PUT", "/api/attachments/people/nobody/x", "x").status == 404)
        #expect(
            try await server.write("PUT", "/api/attachments/people/bob/..", "x").status == 422)
    }

    @Test func aSheetCanBeDeclared() async throws {
        let (server, clone, _) = try await Self.serving()
        let answer = try await server.write(
            "PUT", "/api/sheets/places", #"{"root": "places", "path": "${{ id }}"}"#)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(
            try await Self.file(".gitsheets/places.toml", in: clone)
                == "[gitsheet]\npath = \"${{ id }}\"\nroot = \"places\"")
        #expect(
            try await server.write("PUT", "/api/sheets/places/7", #"{"name": "x"}"#).status == 201)
        let broken = try await server.write(
            "PUT", "/api/sheets/people", #"{"root": "people", "path": "${{ number }}"}"#)
        #expect(broken.status == 422)
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)
    }

    @Test func manyWritersAtOnceLoseNothing() async throws {
        let (server, clone, origin) = try await Self.serving()
        let commits = try await withThrowingTaskGroup(of: [String].self) { group in
            for writer in 0..<8 {
                group.addTask {
                    var commits: [String] = []
                    for number in 0..<10 {
                        let answer = try await server.write(
                            "PUT", "/api/sheets/people/w\(writer)-\(number)",
                            #"{"number": \#(number)}"#)
                        #expect(answer.status == 201, "\(answer.text)")
                        let commit = try #require(answer.json["commit"]?.text)
                        commits.append(commit)
                        let read = try await server.ask(
                            "/api/sheets/people/w\(writer)-\(number)?minCommit=\(commit)")
                        #expect(read.json["number"] == .integer(Int64(number)))
                    }
                    return commits
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(commits).count == 80)
        let history = try await clone.git("rev-list", "main").split(separator: "\n").map(
            String.init)
        #expect(Set(commits).isSubset(of: history))
        #expect(history.count == 81)
        #expect(try await clone.git("fsck", "--strict", "--no-dangling") == "")
        try await until("the remote has all") {
            try await origin.tip()?.hex == history.first
        }
    }

    @Test func someoneElsesCommitIsBuiltOn() async throws {
        let (server, clone, _) = try await Self.serving()
        let theirs = try await clone.commit(["people/zoe.toml": Site.person("zoe", 26)])
        let answer = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        #expect(answer.status == 201, "\(answer.text)")
        #expect(try await clone.git("rev-parse", "main~1") == theirs.hex)
        #expect(try await server.ask("/api/sheets/people/zoe").status == 200)
    }

    @Test func theFirstWriteMakesTheFirstCommit() async throws {
        let site = try await Site.empty()
        let server = try await site.start(ServerProcess.writable)
        try await server.ready()
        let answer = try await server.write(
            "PUT", "/api/sheets/people", #"{"root": "people", "path": "${{ slug }}"}"#)
        #expect(answer.status == 201, "\(answer.text)")
        let commit = try #require(answer.json["commit"]?.text)
        try await until("the remote has it") { try await site.origin.tip()?.hex == commit }
        #expect(try await site.origin.git("rev-list", "--count", "main") == "1")
    }

    @Test(arguments: [
        "git~1", "sub/GIT~1/x", ".git.", ".git%20", ".gi%E2%80%8Ct", "a%5C..%00",
    ])
    func aNameThatGitRefusesIsTheFaultOfOneRequest(name: String) async throws {
        let (server, _, _) = try await Self.serving()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let answer = try await server.write(
                        "PUT", "/api/sheets/people/n\(number)", #"{"number": 1}"#)
                    #expect(answer.status == 201, "\(answer.text)")
                }
            }
            group.addTask {
                let answer = try await server.write(
                    "PUT", "/api/attachments/people/ada/\(name)", "x")
                #expect([400, 422].contains(answer.status), "\(answer.text)")
            }
            try await group.waitForAll()
        }
    }

    @Test func aNameNoFileSystemTakesIsRefused() async throws {
        let (server, _, _) = try await Self.serving()
        for (length, status) in [(250, 201), (251, 422), (255, 422)] {
            let name = String(repeating: "y", count: length)
            let answer = try await server.write("PUT", "/api/sheets/people/\(name)", "{}")
            #expect(answer.status == status, "\(length)")
        }
    }

    @Test func aDeletedRecordLeavesOtherSheetsAlone() async throws {
        let (server, clone, _) = try await Self.serving()
        try await clone.commit([
            ".gitsheets/nest.toml": "[gitsheet]\nroot = \"people/nest\"\npath = \"${{ id }}\"\n",
            ".gitsheets/top.toml": "[gitsheet]\nroot = \"\"\npath = \"${{ name }}\"\n",
            "people/nest.toml": Site.person("nest", 9), "people/nest/q.toml": "id = \"q\"",
            "people/nest/pic.png": "belongs to the inner sheet's folder",
            "people.toml": "name = \"people\"",
        ])
        #expect(try await server.reload().status == 200)
        #expect(try await server.write("DELETE", "/api/sheets/people/nest").status == 200)
        #expect(try await server.ask("/api/sheets/nest/q").status == 200)
        let gone = try await server.write("DELETE", "/api/sheets/top/people")
        #expect(gone.status == 200, "\(gone.text)")
        #expect(try await server.ask("/api/sheets/people/ada").status == 200)
        #expect(try await server.ask("/api/sheets/nest/q").status == 200)
        let foreign = try await server.write(
            "PUT", "/api/attachments/people/ada/x.toml", "id = \"x\"")
        #expect(foreign.status == 201)
        try await clone.commit(["people/nest.toml": Site.person("nest", 9)])
        #expect(try await server.reload().status == 200)
        let inner = try await server.write(
            "PUT", "/api/attachments/people/nest/zz.toml", "id = \"zz\"")
        #expect(inner.status == 422)
    }

    @Test func aBranchThatWasTakenBackIsNotPushedAndSaysSo() async throws {
        let (server, clone, origin) = try await Self.serving()
        let first = try await clone.tip()
        let put = try await server.write("PUT", "/api/sheets/people/dan", #"{"number": 4}"#)
        let pushed = try #require(put.json["commit"]?.text)
        try await until("the remote has it") { try await origin.tip()?.hex == pushed }
        try await clone.git("update-ref", "refs/heads/main", try #require(first).hex)
        let next = try await server.write("PUT", "/api/sheets/people/eve", #"{"number": 5}"#)
        #expect(next.status == 201, "\(next.text)")
        try await until("the daemon has halted") {
            let daemon = try await server.status()["pushDaemon"]
            return daemon?["state"] == "halted" && daemon?["reason"] == "non-fast-forward"
        }
        #expect(try await origin.tip()?.hex == pushed)
        let reconciled = try await server.ask(
            "/api/_internal/reconcile", method: "POST",
            headers: ["Authorization": "Bearer \(ServerProcess.secret)"])
        #expect(reconciled.status == 200, "\(reconciled.text)")
        try await until("the remote has both") {
            let files = try await origin.git("ls-tree", "--name-only", "main", "people/")
            return files.contains("dan.toml") && files.contains("eve.toml")
        }
    }
}
