import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

/// CONTRACT §4 over the real program.
@Suite("Reads", .timeLimit(.minutes(2))) struct ReadTests {
    @Test func aRecordHasItsBlobAsETag() async throws {
        let (site, server) = try await Site.serving()
        let blob = try await site.origin.git("rev-parse", "main:people/ada.toml")
        let first = try await server.ask("/api/sheets/people/ada")
        #expect(first.status == 200)
        #expect(first.header("ETag") == "\"\(blob)\"")
        #expect(first.json["slug"] == "ada")
        #expect(first.json["tags"] == .array(["a", "b"]))
        let etag = try #require(first.header("ETag"))
        for value in [etag, "W/" + etag, "\"x\", \(etag)", "*"] {
            let again = try await server.ask(
                "/api/sheets/people/ada", headers: ["If-None-Match": value])
            #expect(again.status == 304, "\(value)")
            #expect(again.body.isEmpty)
            #expect(again.header("ETag") == etag)
            #expect(again.header("X-Data-Commit") == first.header("X-Data-Commit"))
        }
        let other = try await server.ask(
            "/api/sheets/people/ada",
            headers: ["If-None-Match": "\"\(String(repeating: "0", count: 40))\""])
        #expect(other.status == 200)
    }

    @Test func headTellsWhatGetWouldSay() async throws {
        let (_, server) = try await Site.serving()
        try await until("search answers") {
            try await server.ask("/api/search?q=maps").status == 200
        }
        for path in [
            "/api/sheets", "/api/sheets/people", "/api/sheets/people/ada", "/api/search?q=maps",
            "/api/attachments/people/ada/pic.png", "/api/health/ready", "/api/sheets/none", "/nope",
        ] {
            let get = try await server.ask(path)
            let head = try await server.ask(path, method: "HEAD")
            #expect(head.status == get.status, "\(path)")
            #expect(head.body.isEmpty, "\(path)")
            for name in ["Content-Type", "Content-Length", "ETag", "X-Data-Commit"] {
                #expect(head.header(name) == get.header(name), "\(path) \(name)")
            }
        }
    }

    @Test func aListIsFilteredSortedAndWalked() async throws {
        let (_, server) = try await Site.serving()
        func slugs(_ query: String) async throws -> [String] {
            let answer = try await server.ask("/api/sheets/people?\(query)")
            guard case .array(let items) = answer.json["items"] else { return [answer.text] }
            return items.compactMap { $0["slug"]?.text }
        }
        #expect(try await slugs("") == ["ada", "bob", "cyd"])
        #expect(try await slugs("sort=number") == ["bob", "ada", "cyd"])
        #expect(try await slugs("sort=-number") == ["cyd", "ada", "bob"])
        #expect(try await slugs("number=2") == ["ada"])
        #expect(try await slugs("slug=bob") == ["bob"])
        #expect(try await slugs("tags=b&number=3") == ["cyd"])
        #expect(try await slugs("number=99") == [])
        #expect(try await slugs("nofield=1") == [])

        var cursor: String?
        var walked: [String] = []
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await server.ask("/api/sheets/people?limit=1&sort=number\(more)")
            #expect(page.status == 200 && page.json["total"] == 3)
            guard case .array(let items) = page.json["items"] else { break }
            walked += items.compactMap { $0["slug"]?.text }
            cursor = page.json["next"]?.text
        } while cursor != nil && walked.count < 9
        #expect(walked == ["bob", "ada", "cyd"])
    }

    @Test func aBadParameterIsABadRequest() async throws {
        let (_, server) = try await Site.serving()
        for query in [
            "limit=0", "limit=1001", "limit=x", "limit=-1", "limit=", "cursor=x", "cursor=",
            "cursor=%C3%A9", "minCommit=xyz", "minCommit=", "minCommit=abcd&wait=x",
            "minCommit=abcd&wait=-1s",
        ] {
            let answer = try await server.ask("/api/sheets/people?\(query)")
            #expect(answer.status == 400, "\(query)")
            #expect(answer.errorCode == "bad-request", "\(query)")
        }
    }

    @Test func searchFindsAndNamesItsCommit() async throws {
        let (site, server) = try await Site.serving()
        let tip = try #require(try await site.origin.tip())
        try await until("search answers") {
            try await server.ask("/api/search?q=maps").status == 200
        }
        func paths(_ query: String) async throws -> [String] {
            let answer = try await server.ask("/api/search?\(query)")
            #expect(answer.json["commit"] == .string(tip.hex))
            guard case .array(let hits) = answer.json["hits"] else { return [answer.text] }
            return hits.compactMap { $0["path"]?.text }.sorted()
        }
        #expect(try await paths("q=boats") == ["cyd"])
        #expect(try await paths("q=maps&sheet=people") == ["ada", "bob"])
        #expect(try await paths("q=maps&limit=1").count == 1)
        #expect(try await paths("q=%21%21") == [])
        #expect(try await server.ask("/api/search").errorCode == "bad-request")
        #expect(try await server.ask("/api/search?q=x&sheet=no").errorCode == "not-found")
        #expect(try await server.ask("/api/search?q=x&limit=0").errorCode == "bad-request")
    }

    @Test func anAttachmentIsServedSafely() async throws {
        let (_, server) = try await Site.serving()
        let picture = try await server.ask("/api/attachments/people/ada/pic.png")
        #expect(picture.status == 200 && picture.text == "PNGDATA")
        #expect(picture.header("Content-Type") == "image/png")
        #expect(picture.header("Content-Disposition") == nil)
        let page = try await server.ask("/api/attachments/people/ada/page.html")
        #expect(page.header("Content-Type") == "application/octet-stream")
        #expect(page.header("Content-Disposition")?.hasPrefix("attachment") == true)
        for answer in [picture, page] {
            #expect(answer.header("X-Content-Type-Options") == "nosniff")
            #expect(answer.header("Content-Security-Policy")?.contains("sandbox") == true)
            #expect(answer.header("Accept-Ranges") == "bytes")
        }
        let etag = try #require(picture.header("ETag"))
        func part(_ headers: [String: String]) async throws -> Answer {
            try await server.ask("/api/attachments/people/ada/pic.png", headers: headers)
        }
        let range = try await part(["Range": "bytes=3-5"])
        #expect(range.status == 206 && range.text == "DAT")
        #expect(range.header("Content-Range") == "bytes 3-5/7")
        #expect(try await part(["Range": "bytes=-2"]).text == "TA")
        #expect(try await part(["Range": "bytes=3-5", "If-Range": etag]).status == 206)
        #expect(try await part(["Range": "bytes=3-5", "If-Range": "\"x\""]).status == 200)
        #expect(try await part(["If-None-Match": etag]).status == 304)
        let beyond = try await part(["Range": "bytes=7-"])
        #expect(beyond.status == 416 && beyond.errorCode == "range-not-satisfiable")
        #expect(beyond.header("Content-Range") == "bytes */7")
        #expect(try await server.ask("/api/attachments/people/bob/pic.png").status == 404)
        #expect(try await server.ask("/api/attachments/people/ada/none").status == 404)
    }

    @Test func aReadWaitsForTheCommitItNeeds() async throws {
        let (site, server) = try await Site.serving()
        let first = try #require(try await site.origin.tip())
        #expect(try await server.ask("/api/sheets?minCommit=\(first)").status == 200)
        #expect(try await server.ask("/api/sheets?minCommit=\(first.hex.prefix(10))").status == 200)

        let tip = try await site.origin.commit(["people/ada.toml": Site.person("ada", 20)])
        let early = try await server.ask("/api/sheets/people/ada?minCommit=\(tip)")
        #expect(early.status == 503 && early.errorCode == "not-yet")
        #expect(early.header("X-Data-Commit") == first.hex)
        async let waiting = server.ask("/api/sheets/people/ada?minCommit=\(tip)&wait=30s")
        #expect(try await server.ask("/api/sheets?minCommit=\(tip)&wait=50ms").status == 503)
        #expect(try await server.reload().status == 200)
        let answer = try await waiting
        #expect(answer.status == 200)
        #expect(answer.json["number"] == 20)
        #expect(answer.header("X-Data-Commit") == tip.hex)
        #expect(answer.header("X-Data-Generation") == "2")
        // An older commit is contained too.
        #expect(try await server.ask("/api/sheets?minCommit=\(first)").status == 200)
    }

    @Test func readsNeverTearWhileReloadsGoOn() async throws {
        let (site, server) = try await Site.serving()
        let numbers = Dictionary(
            uniqueKeysWithValues: try await withThrowingTaskGroup(of: [(String, Int)].self) {
                group in
                group.addTask {
                    var made: [(String, Int)] = []
                    for number in 100..<110 {
                        let tip = try await site.origin.commit([
                            "people/ada.toml": Site.person("ada", number),
                            "people/bob.toml": Site.person("bob", number),
                        ])
                        made.append((tip.hex, number))
                        #expect(try await server.reload().status == 200)
                    }
                    return made
                }
                return try await group.next() ?? []
            })
        // Afterwards the newest is served, with the generation of ten swaps.
        let answer = try await server.ask("/api/sheets/people")
        #expect(numbers[answer.header("X-Data-Commit") ?? ""] == 109)
        #expect(answer.header("X-Data-Generation") == "11")
    }
}
