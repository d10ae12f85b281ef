import Foundation
import JSONModel
import Testing

@testable import Overview

@Suite("The operator's page") struct OperatorPageTests {
    typealias Told = ServerStatus

    private func page(_ changes: KeyValuePairs<String, JSON> = [:]) -> String {
        OperatorPage.forEverybody(Told.status(changes), now: Told.now).html.text
    }

    private func whole(
        _ changes: KeyValuePairs<String, JSON> = [:], jobs: [JSON] = []
    ) -> String {
        OperatorPage.whole(Told.status(changes), jobs: Told.jobs(jobs), now: Told.now).html.text
    }

    @Test func saysAtOneGlanceThatAllIsWell() {
        let text = page()
        #expect(text.contains("<title>All is well – Livetree, main</title>"))
        #expect(text.contains("</span>All is well</h1>"))
        #expect(
            text.contains("data-verdict=\"good\" data-generation=\"1204\" data-detail=\"public\""))
        #expect(text.contains(">ab12ab12ab</code>"))
        #expect(text.contains("generation 1\u{202F}204, for <time "))
        #expect(text.contains("title=\"2027-01-15T07:48:00Z\">12 min</time>"))
        #expect(text.contains("12\u{202F}345 <span class=\"quiet\">in 2 sheets"))
        #expect(text.contains("all it had at the last look is served"))
        #expect(text.contains("the remote has everything"))
        #expect(text.contains("Took over the remote&#39;s commits"))
        #expect(
            text.contains("fetch\u{A0}30\u{A0}ms · build\u{A0}2.0\u{A0}ms · swap\u{A0}12\u{A0}ms"))
        #expect(!text.contains("class=\"needs\""))
    }

    @Test func saysWhatIsBehindAndSinceWhen() {
        let text = page([
            "remoteCommit": .string(Told.other), "remoteIsServed": false,
            "lag": .object(["localSeconds": 0, "remoteSeconds": 900]),
        ])
        #expect(text.contains("data-verdict=\"moving\""))
        #expect(text.contains("The remote has commits not served yet. No need to act."))
        #expect(text.contains("has commits that are not served, the newest 15 min old"))
    }

    @Test func showsTheNodesOfAClusterToTheHolderOfTheSecretOnly() {
        let cluster = JSON.object([
            "node": "one", "url": "http://one:1", "site": "h/a", "role": "reader", "writer": "t<o",
            "tip": .string(Told.other),
            "session": true,
            "nodes": .array([
                .object([
                    "name": "one", "url": "http://one:1", "role": "reader", "site": "h/a",
                    "commit": .string(Told.commit), "behindMs": 4_000,
                ]),
                .object([
                    "name": "t<o", "url": "http://two:1", "role": "writer", "site": "h/b",
                    "commit": .string(Told.other), "behindMs": .null,
                ]),
            ]),
        ])
        let text = whole(["cluster": cluster])
        #expect(text.contains("<strong>one</strong> serves <code title=\"\(Told.commit)\">"))
        #expect(text.contains("<span class=\"quiet\">behind for 4 s</span>"))
        #expect(text.contains("<li>t&lt;o writes, serves"))
        #expect(text.contains("he node t&lt;o serves another site: h/b"))
        #expect(
            !page(["cluster": cluster]).contains("http://")
                && !page(["cluster": cluster]).contains("<strong>one"))
    }

    @Test(arguments: [
        (session: true, writer: JSON.null, "o node of the cluster leads"),
        (session: false, writer: "two", "tcd does not answer this node"),
    ])
    func tellsEverybodyThatAClusterTakesNoWrites(session: Bool, writer: JSON, words: String) {
        let cluster = JSON.object([
            "node": "one", "url": "http://one:1", "site": "h/a", "role": "reader",
            "writer": writer, "tip": .string(Told.other), "session": .bool(session),
            "nodes": .array([]),
        ])
        let text = page(["cluster": cluster])
        #expect(text.contains("data-verdict=\"needed\"") && text.contains(words))
        #expect(!text.contains("one:1") && !text.contains("two"))
    }

    /// A remote that only lacks what was written here is not ahead.
    @Test func doesNotCallARemoteNewThatIsServedAlready() {
        let text = page([
            "remoteCommit": .string(Told.other),
            "lag": .object(["localSeconds": 0, "remoteSeconds": 900]),
            "pushDaemon": Told.push("pushing", pending: 2),
        ])
        #expect(text.contains("data-verdict=\"moving\""))
        #expect(text.contains("all it had at the last look is served"))
        #expect(text.contains("<strong>2 commits only on this machine</strong>"))
        #expect(!text.contains("not served"))
    }

    @Test func saysWhatToDoWhenPushingIsHalted() {
        let text = page([
            "attention": .array([
                Told.attention("push-halted", "the remote has commits that are not here")
            ]),
            "pushDaemon": Told.push("halted", reason: "non-fast-forward", pending: 1),
        ])
        #expect(text.contains("</span>1 thing needs you</h1>"))
        #expect(text.contains("Pushing to the remote is halted, for 5 min"))
        #expect(
            text.contains(
                "<button type=\"button\" data-action=\"reconcile\">Reconcile</button></li>"))
        #expect(text.contains("halted: the remote has other commits"))
        #expect(text.contains("<strong>1 commit only on this machine</strong>"))
    }

    @Test func tellsOfConflictsThatWait() {
        let conflicts = JSON.array([
            .object(["branch": "conflicts/2026-11-21T09-00-00Z", "commit": .string(Told.other)])
        ])
        let open = page(["conflicts": conflicts])
        #expect(open.contains("1 branch keeps commits that could not be replayed"))
        #expect(!open.contains("2026-11-21T09") && !open.contains("cd34"))
        let text = whole(["conflicts": conflicts])
        #expect(text.contains("wait on conflicts/2026-11-21T09-00-00Z (cd34cd34cd)"))
        #expect(text.contains("git merge or cherry-pick"))
    }

    @Test func listsProblemsByFileAndLineForTheHolderOfTheSecret() {
        let problems: KeyValuePairs<String, JSON> = [
            "problems": .array([
                .object(["path": "people/p.toml", "line": 3, "reason": "a key twice"])
            ]),
            "problemCount": 7,
        ]
        let text = whole(problems)
        #expect(text.contains("7 bad files left out of what is served"))
        #expect(text.contains("<li><code><bdi>people/p.toml:3</bdi></code> a key twice</li>"))
        #expect(text.contains("and 6 more: livetree verify names them all"))
        let open = page(problems)
        #expect(open.contains("7 bad files left out of what is served"))
        #expect(!open.contains("p.toml") && !open.contains("a key twice"))
    }

    /// Where the internal endpoints listen on a port of their own, the public one promises nothing
    /// that is not there.
    /// What is served is whole, and the remote's tip is not: the files are the reload's.
    @Test func listsTheFilesThatKeepTheRemotesTipFromBeingServed() throws {
        let problem = JSON.object([
            "path": "people/bad.toml", "line": 1, "reason": "no value",
        ])
        let error = JSON.object([
            "code": "rebuild-failed", "message": "1 problem", "hint": "correct it",
        ])
        let refused = JSON.object([
            "kind": "reload", "at": ServerStatus.at(30), "outcome": "rebuild-failed", "ok": false,
            "error": error, "problems": .array([problem]), "problemCount": 1,
        ])
        let alert = JSON.object([
            "event": "rebuild-failed", "subject": "main", "message": "not served",
            "hint": "correct it", "since": ServerStatus.at(30),
        ])
        for attention in [[alert], []] {
            let report = StatusReport(
                ServerStatus.status(["lastReload": refused, "attention": .array(attention)]),
                jobs: .null)
            let finding = try #require(report.findings(now: ServerStatus.now).first)
            #expect(finding.places.map(\.place) == ["people/bad.toml:1"])
            #expect(finding.places.map(\.reason) == ["no value"])
        }
    }

    /// A reconcile that mends what a reload refused in the same second.
    @Test func takesTheNewerOfTwoRunsInOneSecond() {
        let refused = ServerStatus.refused("non-fast-forward", "diverged", hint: "reconcile")
        let done = ServerStatus.run("reconcile", "rebased", ago: 30)
        for (newest, isRefused) in [(done, false), (refused, true)] {
            let report = StatusReport(
                ServerStatus.status([
                    "lastReload": refused, "lastReconcile": done, "recent": .array([newest]),
                ]), jobs: .null)
            #expect(report.lastRun?.isRefused == isRefused)
        }
    }

    @Test func hasNoButtonsWhereNothingAnswersThem() {
        let status = Told.status([
            "attention": .array([Told.attention("rebuild-failed", "bad")])
        ])
        let text = OperatorPage.forEverybody(status, now: Told.now, hasButtons: false).html.text
        #expect(text.contains("1 thing needs you"))
        #expect(!text.contains("data-action") && !text.contains("href=\"metrics\""))
    }

    @Test func isCompleteBeforeAnythingIsServed() {
        let text = OperatorPage.forEverybody(
            .object(["branch": "main", "generation": 0]), now: Told.now
        ).html.text
        #expect(text.contains("data-verdict=\"down\" data-generation=\"0\""))
        #expect(text.contains("Nothing is served yet"))
        #expect(text.contains("wait for the first clone"))
        #expect(text.hasSuffix("</html>\n"))
        let refused = page([
            "generation": 0, "servedCommit": .null,
            "lastReload": Told.refused("fetch-failed", "no such host", hint: "look"),
        ])
        #expect(refused.contains("Nothing is served yet: the remote could not be read"))
    }

    @Test func showsJobsAndTheEndOfTheirOutputToTheHolderOfTheSecret() {
        let output = String(repeating: "x", count: 5_000) + "\nthe end"
        let jobs = [
            Told.job("acme/one", "failed", code: 3, output: output),
            Told.job("acme/one", "succeeded"), Told.job("acme/two", "timed-out", code: .null),
        ]
        let text = whole(jobs: jobs)
        #expect(text.contains("The command for acme/one ended as failed, exit code 3"))
        #expect(text.contains("the end</pre>") && text.contains("…\nxxx"))
        #expect(text.count(of: String(repeating: "x", count: 4_001)) == 0)
        #expect(text.contains("<span class=\"bad\">Timed out</span>"))
        // One at the finding, one in the table.
        #expect(text.count(of: "data-repository=\"acme/one\"") == 2)
    }

    /// Every text of a status, made hostile: it stays text.
    @Test func escapesAllThatComesFromOutside() {
        let bad = "<script>alert(1)</script>\" onload='x' \u{202E}&"
        let text = JSON.string(bad)
        let page = OperatorPage.whole(
            Told.status([
                "servedCommit": text, "remoteCommit": text, "branch": text,
                "problems": .array([.object(["path": text, "line": 1, "reason": text])]),
                "problemCount": 1,
                "sheets": .array([.object(["name": text, "records": 1])]),
                "attention": .array([Told.attention(bad, bad, subject: bad)]),
                "conflicts": .array([.object(["branch": text, "commit": text])]),
                "lastReload": Told.refused(bad, bad, hint: bad),
                "recent": .array([Told.refused(bad, bad, hint: bad)]),
                "pushDaemon": Told.push("halted", reason: text, error: bad),
            ]),
            jobs: Told.jobs([Told.job(bad, "failed", output: bad), Told.job(bad, bad)]),
            now: Told.now
        ).html.text
        #expect(
            page.count(of: "&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&#39;x&#39;") > 10)
        #expect(page.count(of: "<script") == 1)
        #expect(!page.contains("onload='") && !page.contains("\u{202E}"))
        #expect(page.contains("href=\"api/sheets/%3Cscript%3Ealert%281%29%3C%2Fscript%3E%22"))
    }

    /// What nobody but the holder of the secret may know, in every field that is not public.
    @Test func tellsEverybodyNothingThatIsInternal() {
        let secret = "S3CRET-PART"
        let run = Told.refused("fetch-failed", secret, hint: secret)
        let text = page([
            "localCommit": .string(secret), "remoteCommit": .string(secret),
            "problems": .array([.object(["path": .string(secret), "reason": .string(secret)])]),
            "problemCount": 1, "lastReload": run, "lastReconcile": run, "recent": .array([run]),
            "pushDaemon": Told.push("backing-off", reason: "unreachable", error: secret),
            "attention": .array([
                Told.attention("local-damaged", secret, subject: secret),
                Told.attention("authentication-failed", secret, subject: secret),
            ]),
            "conflicts": .array([
                .object(["branch": .string(secret), "commit": .string(secret)])
            ]),
            "hooks": .object(["last": .object(["repository": .string(secret)])]),
        ])
        #expect(!text.contains(secret))
        #expect(text.contains("The repository on this machine is damaged or locked"))
        #expect(
            text.contains("<strong class=\"bad\">Refused:</strong> the remote could not be read"))
    }

    @Test func hasNoStyleOrScriptOfItsOwnBetweenTheTags() throws {
        let handler = try Regex(" on[a-z]+=")
        for text in [page(), whole(jobs: [Told.job("a/b", "failed", output: "x")])] {
            #expect(!text.contains("<style") && !text.contains("style="))
            #expect(!text.contains(handler))
            #expect(text.count(of: "<script src=\"page/script.js\" defer></script>") == 1)
        }
    }

    @Test(arguments: Verdict.allCases)
    func hasASignOfEachVerdict(verdict: Verdict) {
        #expect(PageAsset.named("\(verdict.rawValue).svg")?.mediaType == "image/svg+xml")
    }

    @Test func hasNoOtherFiles() {
        #expect(PageAsset.named("style.css") != nil && PageAsset.named("script.js") != nil)
        #expect(PageAsset.named("") == nil && PageAsset.named("../style.css") == nil)
        #expect(PageAsset.named("style.css")?.etag != PageAsset.named("script.js")?.etag)
    }
}

extension String {
    fileprivate func count(of part: String) -> Int { components(separatedBy: part).count - 1 }
}
