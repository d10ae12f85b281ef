import JSONModel
import Testing
import Webhooks

@Suite("A delivery's content") struct DeliveryContentTests {
    @Test(arguments: Sample.all)
    func isReadFromEveryForgesPayload(sample: Sample) throws {
        #expect(sample.read(try sample.body) == sample.content)
    }

    /// Each member of the payload, at every depth, left out, null, of another kind or given twice:
    /// what comes out is the same pushes (the member did not matter), or none at all.
    @Test(arguments: Sample.pushes)
    func neverBecomesAnotherPushWhenAFieldIsSpoilt(sample: Sample) throws {
        let junk: [JSON] = [
            nil, true, 7, 1.5, "", "\u{0}", "x\ny", .array([]), .object([JSON.Member]()),
            .string(String(repeating: "x", count: 10_000)), .wideInteger("123456789012345678901"),
        ]
        let body = try sample.body
        var refused = 0
        for variant in body.spoilt(with: junk) {
            switch sample.read(variant) {
            case .pushes(let pushes): #expect(isPart(pushes, of: sample.content))
            case .malformed(let message):
                refused += 1
                #expect(!message.isEmpty && message.utf8.count < 200)
            case .ignored: refused += 1
            case .ping: Issue.record("a ping")
            }
        }
        #expect(refused > 20)
    }

    private func isPart(_ pushes: [HookPush], of content: DeliveryContent) -> Bool {
        guard case .pushes(let all) = content else { return false }
        let known = Set(all.map { [$0.repository, $0.branch, $0.commit] })
        return pushes.allSatisfy { push in
            known.contains([push.repository, push.branch, push.commit])
        }
    }

    @Test(
        arguments: SignatureScheme.allCases,
        [
            nil, true, 1, "push", .array([]), .object([JSON.Member]()),
        ] as [JSON])
    func isMalformedWhenItIsNothing(scheme: SignatureScheme, body: JSON) {
        let headers = DeliveryHeaders([
            ("X-GitHub-Event", "push"), ("X-Gitea-Event", "push"), ("X-Event-Key", "repo:push"),
            ("X-Gitlab-Event", "Push Hook"), ("webhook-id", "1"),
        ])
        guard case .malformed = DeliveryContent.read(scheme, headers, body) else {
            Issue.record("\(scheme) understood \(body)")
            return
        }
    }

    @Test(arguments: Sample.pushes.filter { $0.scheme != .standardWebhooks })
    func isMalformedWithoutAnEventOrWithTwo(sample: Sample) throws {
        let isEvent = { (name: String) in name.hasSuffix("-Event") || name == "X-Event-Key" }
        let events = sample.headers.filter { isEvent($0.name) }
        let without = sample.headers.filter { !isEvent($0.name) }
        for headers in [without, sample.headers + events] {
            let content = DeliveryContent.read(
                sample.scheme, DeliveryHeaders(headers), try sample.body)
            #expect(content == .malformed("no header names the event"))
        }
    }

    @Test(arguments: [
        ("issues", "event issues"), ("PUSH", "event PUSH"), ("push ", "event push "),
        ("", "event "),
        ("a\u{1B}[31mb\u{202E}é", "event a[31mb"),
    ])
    func isIgnoredForAnotherEvent(event: String, why: String) throws {
        let headers = DeliveryHeaders([("X-GitHub-Event", event)])
        #expect(DeliveryContent.read(.github, headers, nil) == .ignored(why: why))
    }

    @Test func tellsOnlyTheBeginningOfALongEvent() {
        let headers = DeliveryHeaders([("X-GitHub-Event", String(repeating: "e", count: 9_000))])
        guard case .ignored(let why) = DeliveryContent.read(.github, headers, nil) else {
            Issue.record("not ignored")
            return
        }
        #expect(why.utf8.count < 100)
    }

    private func push(
        repository: String = "acme/site", ref: String = "refs/heads/main",
        after: String = Sample.gitHubTip, delivery: String = "1"
    ) -> DeliveryContent {
        let headers = DeliveryHeaders([("X-GitHub-Event", "push"), ("X-GitHub-Delivery", delivery)])
        let body = JSON.object([
            "ref": .string(ref), "after": .string(after),
            "repository": .object(["full_name": .string(repository)]),
        ])
        return DeliveryContent.read(.github, headers, body)
    }

    /// Whether a name is one we know is for the configuration to say.
    @Test(arguments: [
        "acme/site", "../../etc/passwd", "-x/-y", "a b", "a;rm -rf /", "$(id)", "`id`", "ünï/cødé",
        "a", "/", "a/b/c", "*", "acme/*", "\u{202E}x", "😀", String(repeating: "x", count: 512),
    ])
    func keepsTheRepositorysNameAsSent(name: String) {
        let expected = HookPush(
            repository: name, branch: "main", commit: Sample.gitHubTip, delivery: "1")
        #expect(push(repository: name) == .pushes([expected]))
    }

    @Test(arguments: [
        "", "\n", "acme/site\n", "acme\u{0}/site", "acme/site\r", "a\tb", "\u{7F}", "\u{85}",
        "a\u{9B}b",
        String(repeating: "x", count: 513), String(repeating: "é", count: 257),
        String(repeating: "x", count: 10_240),
    ])
    func refusesNamesThatNoRepositoryOrBranchHas(name: String) {
        #expect(push(repository: name) == .malformed("`repository.full_name` is no name"))
        #expect(push(ref: "refs/heads/" + name) == .malformed("`ref` is no name"))
    }

    @Test(arguments: [
        ("main", "not a branch"), ("refs/heads", "not a branch"), ("refs/notes/x", "not a branch"),
        ("REFS/HEADS/main", "not a branch"), ("refs/pull/1/head", "not a branch"),
        ("", "not a branch"),
        ("refs/tags/v1", "tag"), ("refs/tags/refs/heads/main", "tag"),
        (" refs/heads/main", "not a branch"),
    ])
    func isIgnoredForAnythingButABranch(ref: String, why: String) {
        #expect(push(ref: ref) == .ignored(why: why))
    }

    @Test(arguments: [
        ("a/b", "c"), ("a", "b/c"), ("a", "/b"), ("", "b"), ("a", ""), ("a", "\n"),
        (String(repeating: "x", count: 300), String(repeating: "y", count: 300)),
    ])
    func isMalformedWhenADataCenterNameIsNone(key: String, slug: String) {
        let body = JSON.object([
            "repository": .object([
                "slug": .string(slug), "project": .object(["key": .string(key)]),
            ]),
            "changes": .array([]),
        ])
        let headers = DeliveryHeaders([("X-Event-Key", "repo:refs_changed")])
        guard case .malformed = DeliveryContent.read(.bitbucket, headers, body) else {
            Issue.record("\(key) and \(slug)")
            return
        }
    }

    /// Readers of JSON do not agree on which of two members with one key counts.
    @Test(arguments: [JSON.null, "refs/heads/main", "refs/heads/other", 1], [true, false])
    func isMalformedWhenADecidingKeyCameTwice(other: JSON, first: Bool) {
        let ref = JSON.Member("ref", "refs/heads/main")
        let twice = first ? [JSON.Member("ref", other), ref] : [ref, JSON.Member("ref", other)]
        let rest = [
            JSON.Member("after", .string(Sample.gitHubTip)),
            JSON.Member("repository", .object(["full_name": "acme/site"])),
        ]
        let headers = DeliveryHeaders([("X-GitHub-Event", "push")])
        let content = DeliveryContent.read(.github, headers, .object(twice + rest))
        #expect(content == .malformed("`ref` came twice"))
    }

    /// A combining mark behind the slash is part of the branch's name, byte by byte.
    @Test func cutsRefsByBytes() {
        let expected = HookPush(
            repository: "acme/site", branch: "\u{301}x", commit: Sample.gitHubTip, delivery: "1")
        #expect(push(ref: "refs/heads/\u{301}x") == .pushes([expected]))
    }

    @Test(arguments: [
        (String(repeating: "AB", count: 20), String(repeating: "ab", count: 20)),
        (String(repeating: "0f", count: 32), String(repeating: "0f", count: 32)),
    ])
    func takesCommitsOfBothHashes(sent: String, read: String) {
        let expected = HookPush(
            repository: "acme/site", branch: "main", commit: read, delivery: "1")
        #expect(push(after: sent) == .pushes([expected]))
    }

    @Test(arguments: [40, 64])
    func takesZerosForADeletion(length: Int) {
        let zeros = String(repeating: "0", count: length)
        #expect(push(after: zeros) == .ignored(why: "branch deletion"))
    }

    @Test(arguments: [
        "", "main", "1234567", String(repeating: "a", count: 39), String(repeating: "a", count: 41),
        String(repeating: "g", count: 40), "--upload-pack=xxxxxxxxxxxxxxxxxxxxxxxxxxx",
        String(repeating: "é", count: 20), String(repeating: "０", count: 40),
    ])
    func refusesWhatIsNoCommit(after: String) {
        #expect(push(after: after) == .malformed("`after` is not a commit id"))
    }

    @Test(arguments: [
        "", "a b", "a\nb", "é", "\u{0}", "\u{7F}", String(repeating: "x", count: 201),
    ])
    func hasNoIDWhenTheSendersCannotBeKept(delivery: String) {
        let expected = HookPush(
            repository: "acme/site", branch: "main", commit: Sample.gitHubTip, delivery: nil)
        #expect(push(delivery: delivery) == .pushes([expected]))
    }

    @Test func refusesMoreBranchesThanAnybodyPushesAtOnce() {
        func content(_ count: Int) -> DeliveryContent {
            let change = JSON.object([
                "ref": .object(["id": "refs/heads/main"]), "toHash": .string(Sample.gitHubTip),
                "type": "UPDATE",
            ])
            let body = JSON.object([
                "repository": .object(["slug": "s", "project": .object(["key": "P"])]),
                "changes": .array(Array(repeating: change, count: count)),
            ])
            let headers = DeliveryHeaders([("X-Event-Key", "repo:refs_changed")])
            return DeliveryContent.read(.bitbucket, headers, body)
        }
        #expect(content(0) == .ignored(why: "no branch moved"))
        if case .pushes(let pushes) = content(1_000) {
            #expect(pushes.count == 1_000)
        } else {
            Issue.record("not pushes")
        }
        #expect(content(1_001) == .malformed("more than 1000 branches moved"))
    }
}
