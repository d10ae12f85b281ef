import Foundation
import JSONModel
import Overview
import Testing

@testable import Assembly

@Suite("The page of livetree status") struct StatusPageTests {
    private static let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static func at(_ secondsAgo: Double) -> JSON {
        .string(now.addingTimeInterval(-secondsAgo).formatted(.iso8601))
    }

    private static let commit = JSON.string(String(repeating: "ab12", count: 10))
    private static let other = JSON.string(String(repeating: "cd34", count: 10))

    /// A server on which all is well, but for `changes`.
    private static func status(_ changes: KeyValuePairs<String, JSON> = [:]) -> JSON {
        var members: [JSON.Member] = [
            .init("servedCommit", commit), .init("localCommit", commit),
            .init("remoteCommit", commit), .init("remoteIsServed", .null),
            .init("branch", "main"), .init("generation", 4),
            .init("records", 1_000), .init("problems", .array([])), .init("problemCount", 0),
            .init("search", "ready"),
            .init("lag", .object(["localSeconds": 0, "remoteSeconds": 0])),
            .init("lastReload", run("fast-forwarded", ago: 120)), .init("lastReconcile", .null),
            .init("pushDaemon", push("idle")), .init("hooks", .object(["jobs": .object([])])),
            .init("attention", .array([])), .init("conflicts", .array([])),
            .init("lock", .object(["waiting": 0])), .init("cluster", .null),
        ]
        for (key, value) in changes {
            members = members.map { $0.key == key ? .init(key, value) : $0 }
        }
        return .object(members)
    }

    private static func run(_ outcome: String, ago: Double) -> JSON {
        .object([
            "at": at(ago), "outcome": .string(outcome), "durationMs": 43.94,
            "timings": .object(["fetchMs": 29.7, "decideMs": 0.2, "buildMs": 2.0, "swapMs": 11.8]),
        ])
    }

    private static func refused(_ code: String, _ message: String, hint: String) -> JSON {
        .object([
            "at": at(30), "outcome": .string(code), "durationMs": 5,
            "error": .object([
                "code": .string(code), "message": .string(message), "hint": .string(hint),
            ]),
        ])
    }

    private static func push(
        _ state: String, reason: JSON = .null, pending: Int64 = 0, backoff: JSON = .null
    ) -> JSON {
        .object([
            "running": true, "state": .string(state), "reason": reason, "lastPushAt": at(7_200),
            "lastError": .object(["message": "no route to host"]),
            "pendingCommits": .count(pending), "currentBackoffMs": backoff, "currentAttempt": 3,
        ])
    }

    private static func page(
        _ changes: KeyValuePairs<String, JSON> = [:], jobs: JSON = .null
    ) -> StatusPage {
        StatusPage(status(changes), jobs: jobs, url: "http://h:1", now: now)
    }

    @Test func isShortWhenAllIsWell() {
        let page = Self.page()
        #expect(
            page.text(inColour: false) == """
                GOOD  http://h:1, branch main

                  served     ab12ab12ab  1000 records, generation 4
                  remote     ab12ab12ab  is served
                  pushing    idle, the remote has everything; last push 2 h ago
                  reload     fast-forwarded, 2 min ago, 44 ms (fetch 30 ms, decide 0.2 ms, build 2.0 ms, swap 12 ms)
                  problems   none

                """)
        #expect(!page.needsSomebody)
    }

    @Test func tellsWhatIsBehindAndSinceWhen() {
        let page = Self.page([
            "remoteCommit": Self.other,
            "lag": .object(["localSeconds": 0, "remoteSeconds": 720]),
        ])
        let text = page.text(inColour: false)
        #expect(text.hasPrefix("ON ITS WAY  "))
        #expect(text.contains("remote     cd34cd34cd  is not served, committed 12 min ago\n"))
        #expect(!page.needsSomebody)
    }

    @Test func doesNotCallARemoteNewThatIsServedAlready() {
        let page = Self.page([
            "remoteCommit": Self.other, "remoteIsServed": true,
            "lag": .object(["localSeconds": 0, "remoteSeconds": 720]),
        ])
        let text = page.text(inColour: false)
        #expect(text.hasPrefix("GOOD  "))
        #expect(text.contains("remote     cd34cd34cd  is in what is served\n"))
    }

    @Test func tellsOfPushesThatAreTriedAgain() {
        let page = Self.page([
            "pushDaemon": Self.push(
                "backing-off", reason: "unreachable", pending: 2, backoff: 8_000)
        ])
        let text = page.text(inColour: false)
        #expect(text.hasPrefix("ON ITS WAY  "))
        #expect(
            text.contains(
                "waiting after try 3 (unreachable), next try within 8 s; 2 commits only here; "
                    + "last push 2 h ago: no route to host\n"))
        #expect(!page.needsSomebody)
    }

    @Test func saysWhatToDoAboutWhatNeedsSomebody() {
        let page = Self.page([
            "attention": .array([
                .object([
                    "event": "push-halted", "subject": "main non-fast-forward",
                    "message": "push halted: the remote has commits that are not here",
                    "hint": "POST /api/_internal/reconcile, or run livetree reconcile",
                    "since": Self.at(300),
                ])
            ]),
            "pushDaemon": Self.push("halted", reason: "non-fast-forward", pending: 1),
        ])
        #expect(page.needsSomebody)
        let text = page.text(inColour: false)
        #expect(text.hasPrefix("NEEDS YOU  1 thing: http://h:1, branch main\n"))
        #expect(
            text.hasSuffix(
                """

                ! push halted: the remote has commits that are not here, for 5 min
                  → POST /api/_internal/reconcile, or run livetree reconcile

                """))
    }

    @Test func tellsARefusalThatNobodyWasCalledFor() {
        let page = Self.page([
            "lastReload": Self.refused(
                "fetch-failed", "no answer within 60 s", hint: "check the remote")
        ])
        #expect(
            page.findings == [
                .init(
                    what: "the last reload was refused: no answer within 60 s",
                    next: "check the remote", action: .reload)
            ])
        // Once a reconcile went well since, it is over.
        let healed = Self.page([
            "lastReload": Self.refused("fetch-failed", "no answer", hint: "check the remote"),
            "lastReconcile": Self.run("in-sync", ago: 10),
        ])
        #expect(!healed.needsSomebody)
    }

    @Test(arguments: ["commit-mismatch", "branch-mismatch"])
    func whoAskedForSomethingElseNeedsNobodyHere(code: String) {
        let page = Self.page([
            "lastReload": Self.refused(code, "the remote has no such thing", hint: "ask again")
        ])
        #expect(!page.needsSomebody)
        #expect(page.text(inColour: false).contains("\(code): the remote has no such thing"))
    }

    @Test func aMessageOfSeveralLinesStaysOnItsLine() {
        let page = Self.page([
            "lastReload": Self.refused("fetch-failed", "fatal: one\nfatal: two\n", hint: "look")
        ])
        #expect(page.text(inColour: false).contains("fatal: one; fatal: two"))
    }

    @Test func tellsOfTheCluster() {
        func node(_ name: String, _ role: String, behind: JSON = .null) -> JSON {
            .object([
                "name": .string(name), "url": .string("http://\(name):1"), "role": .string(role),
                "commit": Self.commit, "generation": 4, "site": "h/a", "behindMs": behind,
            ])
        }
        func cluster(_ writer: JSON, session: JSON = true, _ nodes: [JSON]) -> JSON {
            .object([
                "node": "one", "url": "http://one:1", "site": "h/a", "role": "reader",
                "term": .null, "writer": writer,
                "tip": Self.commit, "session": session, "heardMs": 4, "nodes": .array(nodes),
            ])
        }
        func page(_ cluster: JSON) -> StatusPage { Self.page(["cluster": cluster]) }
        let both = [node("one", "reader"), node("two", "writer")]
        let good = page(cluster("two", both))
        #expect(!good.needsSomebody)
        #expect(
            good.text(inColour: false).contains(
                "  cluster    two writes, this node (one) reads; 2 nodes, all serve the tip\n"))
        let late = page(cluster("two", [node("one", "reader", behind: 90_000.0), both[1]]))
        #expect(
            late.findings.map(\.what) == [
                "the node one does not serve the newest commit, for 1 min"
            ])
        #expect(late.text(inColour: false).contains("behind: one"))
        let soon = page(cluster("two", [node("one", "reader", behind: 900.0), both[1]]))
        #expect(!soon.needsSomebody)
        #expect(page(cluster(.null, both)).findings.first?.what.contains("no node") == true)
        #expect(
            page(cluster("two", session: false, both)).findings.first?.what.contains("etcd") == true
        )
    }

    @Test func namesConflictBranchesAndBadFiles() {
        let page = Self.page([
            "conflicts": .array([
                .object(["branch": "conflicts/2026-11-21T09-00-00Z", "commit": Self.other])
            ]),
            "problems": .array([
                .object(["path": "people/p.toml", "line": 3, "reason": "a key twice"]),
                .object(["path": "people/q.md", "line": .null, "reason": "no front matter"]),
            ]),
            "problemCount": 7,
        ])
        let text = page.text(inColour: false)
        #expect(text.hasPrefix("NEEDS YOU  2 things: "))
        #expect(
            text.contains(
                "! commits that could not be replayed wait on conflicts/2026-11-21T09-00-00Z (cd34"
            ))
        #expect(
            text.contains(
                """
                ! 7 bad files left out of what is served:
                    people/p.toml:3: a key twice
                    people/q.md: no front matter
                    and 5 more: livetree verify names them all
                  → correct them and push

                """))
    }

    @Test func tellsOfARepositoryWhoseLastJobFailed() {
        func job(_ repository: String, _ state: String) -> JSON {
            .object(["repository": .string(repository), "state": .string(state), "exitCode": 3])
        }
        let jobs = JSON.object([
            "jobs": .array([
                job("acme/one", "running"), job("acme/one", "failed"),
                job("acme/two", "succeeded"), job("acme/two", "failed"),
                job("acme/one", "succeeded"),
            ])
        ])
        #expect(
            Self.page(jobs: jobs).findings.map(\.what) == [
                "the command for acme/one ended as failed, exit code 3"
            ])
    }

    @Test func saysWhyNothingIsServed() {
        let page = Self.page([
            "servedCommit": .null, "generation": 0, "lastReload": .null,
            "lastReconcile": Self.refused("fetch-failed", "no such host", hint: "check it"),
        ])
        #expect(page.text(inColour: false).hasPrefix("NOT READY  http://h:1"))
        #expect(
            page.findings == [
                .init(
                    what: "nothing is served yet: no such host", next: "check it", action: .reload)
            ])
    }

    @Test func isWholeWithoutWhatAnOlderServerDoesNotTell() {
        let old = JSON.object(["servedCommit": Self.commit, "branch": "main", "generation": 1])
        let page = StatusPage(old, jobs: .null, url: "http://h:1", now: Self.now)
        #expect(page.text(inColour: false).hasPrefix("GOOD  "))
    }

    @Test func isPaintedOnlyWhereSomebodyWatches() {
        #expect(!Self.page().text(inColour: false).contains("\u{1B}"))
        #expect(Self.page().text(inColour: true).hasPrefix("\u{1B}[1;32mGOOD\u{1B}[0m"))
    }

    @Test(arguments: [
        (0.2, "1 s"), (59, "59 s"), (60, "1 min"), (3_599, "59 min"), (3_600, "1 h"),
        (172_800, "2 days"), (-5, "0 s"),
    ])
    func agesAreInTheirLargestUnit(seconds: Double, text: String) {
        #expect(Age.text(seconds: seconds) == text)
    }
}
