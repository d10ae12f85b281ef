import GitModel
import JSONModel
import Testing
import Webhooks

@Suite("GitHub's push payload") struct PushPayloadTests {
    static let tip = "1234567890123456789012345678901234567890"
    static let zero = String(repeating: "0", count: 40)

    static func push(_ changes: [String: JSON] = [:], without: String? = nil) -> JSON {
        var members: [String: JSON] = [
            "ref": "refs/heads/main", "before": .string(zero), "after": .string(tip),
            "deleted": false,
            "repository": .object([
                "full_name": "acme/site", "clone_url": "https://github.com/acme/site.git",
                "ssh_url": "git@github.com:acme/site.git",
            ]),
        ]
        members.merge(changes) { _, new in new }
        if let without { members[without] = nil }
        return .object(members.map { JSON.Member($0.key, $0.value) })
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        var event: String? = "push"
        let body: JSON
        let ignored: String?
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "ping", event: "ping", body: .object(["zen": "x"]), ignored: "ping"),
        Row(name: "ping with junk", event: "ping", body: nil, ignored: "ping"),
        Row(name: "other event", event: "issues", body: .object(["a": 1]), ignored: "event issues"),
        Row(name: "tag", body: push(["ref": "refs/tags/v1"]), ignored: "tag"),
        Row(
            name: "tag deletion",
            body: push(["ref": "refs/tags/v1", "after": .string(zero), "deleted": true]),
            ignored: "tag"),
        Row(name: "note", body: push(["ref": "refs/notes/commits"]), ignored: "not a branch"),
        Row(name: "short ref", body: push(["ref": "main"]), ignored: "not a branch"),
        Row(name: "deletion", body: push(["deleted": true]), ignored: "branch deletion"),
        Row(
            name: "deletion by zeros", body: push(["after": .string(zero)]),
            ignored: "branch deletion"),
        Row(name: "no ref", body: push(without: "ref"), ignored: nil),
        Row(name: "no after", body: push(without: "after"), ignored: nil),
        Row(name: "no repository", body: push(without: "repository"), ignored: nil),
        Row(name: "null ref", body: push(["ref": nil]), ignored: nil),
        Row(name: "number as ref", body: push(["ref": 7]), ignored: nil),
        Row(name: "array as ref", body: push(["ref": .array(["refs/heads/main"])]), ignored: nil),
        Row(name: "null after", body: push(["after": nil]), ignored: nil),
        Row(name: "short after", body: push(["after": "1234567"]), ignored: nil),
        Row(name: "option as after", body: push(["after": "--upload-pack=x"]), ignored: nil),
        Row(name: "41 digits", body: push(["after": .string(tip + "1")]), ignored: nil),
        Row(name: "text as repository", body: push(["repository": "acme/site"]), ignored: nil),
        Row(name: "null repository", body: push(["repository": nil]), ignored: nil),
        Row(
            name: "nameless repository", body: push(["repository": .object(["id": 1])]),
            ignored: nil),
        Row(
            name: "number as name", body: push(["repository": .object(["full_name": 1])]),
            ignored: nil),
        Row(name: "null", body: nil, ignored: nil),
        Row(name: "array", body: .array([push()]), ignored: nil),
        Row(name: "text", body: "push", ignored: nil),
        Row(
            name: "ping's body as a push", body: .object(["zen": "x", "hook_id": 1]), ignored: nil),
        Row(name: "no event, no push", event: nil, body: .object(["zen": "x"]), ignored: nil),
    ]

    @Test(arguments: rows)
    func isIgnoredOrMalformed(row: Row) {
        switch (PushPayload.github(event: row.event, body: row.body), row.ignored) {
        case (.ignored(let why), let expected?): #expect(why == expected)
        case (.malformed(let message), nil): #expect(!message.isEmpty)
        case (let other, _): Issue.record("\(other)")
        }
    }

    @Test(arguments: ["push", nil])
    func tellsAPush(event: String?) throws {
        guard case .push(let push) = PushPayload.github(event: event, body: Self.push()) else {
            Issue.record("not a push")
            return
        }
        #expect(push.branch == "main")
        #expect(push.commit.hex == Self.tip)
        #expect(push.repository == "acme/site")
        #expect(
            push.urls.sorted() == [
                "git@github.com:acme/site.git", "https://github.com/acme/site.git",
            ])
    }

    @Test func keepsTheSlashesOfABranch() {
        let payload = PushPayload.github(
            event: "push", body: Self.push(["ref": "refs/heads/feature/a/b"]))
        guard case .push(let push) = payload else {
            Issue.record("\(payload)")
            return
        }
        #expect(push.branch == "feature/a/b")
    }

    @Test func tellsOnlyTheBeginningOfALongEventName() {
        let payload = PushPayload.github(
            event: String(repeating: "e", count: 5_000), body: Self.push())
        guard case .ignored(let why) = payload else {
            Issue.record("\(payload)")
            return
        }
        #expect(why.count < 100)
    }

    /// Each field replaced by each kind of value: never a crash, never a push of anything else.
    @Test(arguments: ["ref", "before", "after", "deleted", "repository", "commits"])
    func junkInAnyFieldIsHarmless(field: String) {
        var deep = JSON.array([])
        for _ in 0..<200 { deep = .object(["x": deep]) }
        let junk: [JSON] = [
            nil, true, -1, 1.5, "", "\u{0}", .array([]), .object([JSON.Member]()), deep,
            .string(String(repeating: "x", count: 100_000)),
        ]
        for value in junk {
            let payload = PushPayload.github(event: "push", body: Self.push([field: value]))
            guard case .push(let push) = payload else { continue }
            #expect(push.commit.hex == Self.tip && push.branch == "main")
        }
    }

    struct About: CustomTestStringConvertible, Sendable {
        let remote: String?
        let isAbout: Bool
        var testDescription: String { remote ?? "no remote" }
    }

    @Test(arguments: [
        About(remote: "https://github.com/acme/site.git", isAbout: true),
        About(remote: "https://github.com/ACME/Site", isAbout: true),
        About(remote: "ssh://git@github.com:22/acme/site.git", isAbout: true),
        About(remote: "git@github.com:acme/site.git", isAbout: true),
        About(remote: "github-work:acme/site.git", isAbout: true),
        About(remote: "https://proxy.internal/github/acme/site.git", isAbout: true),
        About(remote: "/srv/git/acme/site.git", isAbout: true),
        About(remote: "https://github.com/acme/site2.git", isAbout: false),
        About(remote: "https://github.com/notacme/site.git", isAbout: false),
        About(remote: "https://github.com/acme/site/wiki.git", isAbout: false),
        About(remote: "https://github.com/other/site.git", isAbout: false),
        About(remote: nil, isAbout: false),
    ])
    func isAboutThisRemoteOnly(row: About) {
        guard case .push(let push) = PushPayload.github(event: "push", body: Self.push()) else {
            Issue.record("not a push")
            return
        }
        #expect(push.isAbout(row.remote.map { RemoteIdentity(url: $0) }) == row.isAbout)
    }

    /// A payload may name anything; it must not name its way into another repository.
    @Test(arguments: ["", "site", "/site", "acme/", "/", "x/acme/site", "acme/site/", "//"])
    func aBrokenNameMatchesNoRemote(name: String) {
        let body = Self.push(["repository": .object(["full_name": .string(name)])])
        guard case .push(let push) = PushPayload.github(event: "push", body: body) else {
            Issue.record("not a push")
            return
        }
        #expect(!push.isAbout(RemoteIdentity(url: "https://github.com/acme/site.git")))
    }
}
