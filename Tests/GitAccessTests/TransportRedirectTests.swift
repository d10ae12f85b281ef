import Foundation
import GitModel
import TestSupport
import Testing

@testable import GitAccess

@Suite("Redirects of an HTTP remote") struct TransportRedirectTests {
    private struct Arena {
        let world: World
        let clone: TestRepository
        let tip: CommitID

        init() async throws {
            world = try await World()
            clone = try await world.clone()
            tip = try await world.origin.commit(["new": .bytes([1])])
        }

        func address(_ url: String) -> String {
            url.replacing("http://", with: "http://robot:s3cr3t-token@")
        }

        func fetch(_ manner: HTTPRemote.Manner) async throws -> FetchResult {
            try await HTTPRemote.with(root: world.folder.path) { [self] url in
                await World.transport().fetch(
                    remote: address(url(manner, "origin.git")), branch: world.main,
                    into: clone.path, timeout: .seconds(30))
            }
        }

        /// Host and path of each question that came.
        func asked() throws -> [String] {
            let log = try String(contentsOfFile: world.folder.path + "/asked.log", encoding: .utf8)
            return log.split(separator: "\n").map(String.init)
        }
    }

    @Test func aRepositoryRenamedOnItsHostIsFollowed() async throws {
        let arena = try await Arena()
        #expect(try await arena.fetch(.renamed) == .fetched(remoteTip: arena.tip))
        #expect(try arena.asked().contains { $0.contains(" /renamed/") })
    }

    @Test func aRepositoryRenamedOnItsHostIsLookedIntoAndPushedTo() async throws {
        let arena = try await Arena()
        try await arena.world.origin.git("config", "http.receivepack", "true")
        #expect(try await arena.fetch(.serve) == .fetched(remoteTip: arena.tip))
        let (has, pushed) = try await HTTPRemote.with(root: arena.world.folder.path) { url in
            let remote = url(.renamed, "origin.git")
            let has = await World.transport().remoteHas(
                arena.world.main.ref, remote: remote, timeout: .seconds(30))
            let order = PushOrder(
                source: arena.tip, destination: World.ref("refs/heads/other"), expected: nil)
            let pushed = await World.transport().push(
                [order], to: remote, from: arena.clone.path, atomic: false, timeout: .seconds(30))
            return (has, pushed)
        }
        #expect(has == .success(true))
        #expect(pushed == .answered([World.ref("refs/heads/other"): .accepted]))
        #expect(try await arena.world.origin.tip(of: "refs/heads/other") == arena.tip)
    }

    @Test(
        "a stranger is not even asked",
        arguments: [HTTPRemote.Manner.stranger, .halfway])
    func strangers(manner: HTTPRemote.Manner) async throws {
        let arena = try await Arena()
        guard case .failed(let failure) = try await arena.fetch(manner) else {
            Issue.record("a stranger's history was taken")
            return
        }
        #expect(failure.reason == .authentication)
        #expect(failure.side == .remote)
        #expect(failure.message.contains("http://localhost:"), "\(failure.message)")
        #expect(failure.message.contains("new address"))
        #expect(!failure.message.contains("s3cr3t") && !failure.message.contains("service="))
        let asked = try arena.asked()
        #expect(asked.contains { $0.contains("/\(manner.rawValue)/") })
        #expect(asked.allSatisfy { $0.hasPrefix("127.0.0.1:") }, "\(asked)")
        #expect(try await arena.clone.tip(of: "refs/remotes/origin/main") == nil)
    }

    @Test func aPushIsNotRedirectedToAStranger() async throws {
        let arena = try await Arena()
        let order = PushOrder(
            source: try #require(try await arena.clone.tip(of: "refs/heads/main")),
            destination: World.ref("refs/heads/other"), expected: nil)
        let result = try await HTTPRemote.with(root: arena.world.folder.path) { url in
            await World.transport().push(
                [order], to: arena.address(url(.stranger, "origin.git")),
                from: arena.clone.path, atomic: false, timeout: .seconds(30))
        }
        #expect(result.failure?.reason == .authentication)
        #expect(try arena.asked().allSatisfy { $0.hasPrefix("127.0.0.1:") })
        #expect(try await arena.world.origin.tip(of: "refs/heads/other") == nil)
    }

    @Test func aCircleEnds() async throws {
        let arena = try await Arena()
        guard case .failed(let failure) = try await arena.fetch(.circle) else {
            Issue.record("a circle led somewhere")
            return
        }
        #expect(failure.reason == .unreachable)
        #expect(try arena.asked().count == Limits.redirects + 1)
    }

    @Test(
        "asked, location → address",
        arguments: [
            ("http://h/a.git", "/b.git/info/refs?service=git-upload-pack", "http://h/b.git"),
            ("http://h/a.git/", "http://H:80/b/info/refs?service=git-upload-pack", "http://H:80/b"),
            ("http://u:p@h/a", "https://h/a/info/refs?service=git-receive-pack", "https://u:p@h/a"),
            ("https://u@h/a", "//x:y@h/b/info/refs?service=git-upload-pack", "https://u@h/b"),
            ("http://h/a", "https://h/login?to=/a/info/refs?service=git-upload-pack", nil),
            ("http://h/a", "/b/info/refs?service=git-upload-pack&more=1", nil),
            ("http://h/a", "/b.git/git-upload-pack", nil),
            ("https://h/a", "http://h/a/info/refs?service=git-upload-pack", nil),
            ("https://h/a", "https://h.evil/a/info/refs?service=git-upload-pack", nil),
            ("https://h/a", "https://h@evil/a/info/refs?service=git-upload-pack", nil),
            ("https://h/a", "//h:444/a/info/refs?service=git-upload-pack", nil),
            ("http://h:8080/a", "https://h/a/info/refs?service=git-upload-pack", nil),
            ("http://h/a", "ftp://h/a/info/refs?service=git-upload-pack", nil),
            ("http://h/a", "file:///a/info/refs?service=git-upload-pack", nil),
            ("http://h/a", "", nil),
        ])
    func addresses(asked: String, location: String, address: String?) throws {
        let headers = ["HTTP/2 302", "location: \(location)\r"]
        let redirect = try #require(Redirect(trace(headers), asked: asked))
        #expect(redirect.address == address)
    }

    @Test func onlyTheLastAnswerCounts() {
        let moved = ["HTTP/1.1 301 Moved", "Location: /b"]
        #expect(Redirect(trace(moved), asked: "http://h/a") != nil)
        #expect(Redirect(trace(moved + ["HTTP/1.1 404 Gone"]), asked: "http://h/a") == nil)
        #expect(Redirect(trace(["HTTP/1.1 304 Same"]), asked: "http://h/a") == nil)
        #expect(Redirect([], asked: "http://h/a") == nil)
    }

    private func trace(_ headers: [String]) -> [Substring] {
        headers.map { "10:20:30.123456 http.c:730              <= Recv header: \($0)"[...] }
    }
}
