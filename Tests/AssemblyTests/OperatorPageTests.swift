import Foundation
import GitModel
import JSONModel
import TestSupport
import Testing

/// The operator's page as the real server sends it, and in a real browser.
@Suite("The operator's page in a browser", .serialized, .timeLimit(.minutes(3)))
struct OperatorPageTests {
    private static let hasBrowser = Chromium.program != nil

    private static func url(_ server: ServerProcess) -> String {
        "http://127.0.0.1:\(server.port)/"
    }

    @Test func isSentWithAPolicyThatAllowsItsOwnFilesOnly() async throws {
        let (_, server) = try await Site.serving()
        let page = try await server.ask("/")
        #expect(page.status == 200)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.header("Cache-Control") == "no-store")
        #expect(page.header("X-Data-Generation") == "1")
        let policy = try #require(page.header("Content-Security-Policy"))
        #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
        #expect(page.header("X-Content-Type-Options") == "nosniff")
        #expect(page.header("Referrer-Policy") == "no-referrer")
        for name in ["style.css", "script.js", "good.svg"] {
            let file = try await server.ask("/page/\(name)")
            #expect(file.status == 200)
            let again = try await server.ask(
                "/page/\(name)", headers: ["If-None-Match": file.header("ETag") ?? ""])
            #expect(again.status == 304 && again.body.isEmpty)
        }
        #expect(try await server.ask("/page/other").errorCode == "not-found")
        #expect(try await server.ask("/", method: "POST").status == 405)
    }

    @Test func isWholeForTheHolderOfTheSecretOnly() async throws {
        let (_, server) = try await Site.serving()
        let path = "/api/_internal/page"
        #expect(try await server.ask(path).errorCode == "unauthorized")
        let wrong = try await server.ask(path, headers: ["Authorization": "Bearer no"])
        #expect(wrong.errorCode == "unauthorized")
        let right = try await server.ask(
            path, headers: ["Authorization": "Bearer \(ServerProcess.secret)"])
        #expect(right.status == 200)
        #expect(right.text.contains("data-detail=\"whole\""))
        // A credential opens nothing at the public address.
        let open = try await server.ask(
            "/", headers: ["Authorization": "Bearer \(ServerProcess.secret)"])
        #expect(open.text.contains("data-detail=\"public\""))
    }

    @Test func isThereBeforeAnythingIsServed() async throws {
        let site = try await Site.make()
        try site.folder.write("", to: "hang")
        let server = try await site.start(["PATH": site.makeHangingGit()])
        let page = try await server.ask("/")
        #expect(page.status == 200)
        #expect(page.text.contains("data-verdict=\"down\" data-generation=\"0\""))
    }

    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func followsAReloadWithoutBeingLoadedAgain() async throws {
        let (site, server) = try await Site.serving()
        let browser = try Chromium()
        let tab = try await Tab(browser, Self.url(server))
        try await tab.wait("document.getElementById('line').textContent === 'Live'")
        #expect(try await tab.text("h1") == "All is well")
        #expect(try await tab.text("#sheets tbody") == "people\t3")
        try await tab.value("window.marker = 1")
        let commit = try await site.origin.commit(["people/dee.toml": Site.person("dee", 4)])
        #expect(try await server.reload().status == 200)
        try await tab.wait("document.body.dataset.generation === '2'")
        #expect(try await tab.text("#served code") == String(commit.hex.prefix(10)))
        #expect(try await tab.text("#sheets tbody") == "people\t4")
        try await tab.wait("document.querySelector('#runs .end').textContent.startsWith('Took')")
        #expect(try await tab.value("window.marker") == 1)
        #expect(tab.console == [])
    }

    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func buttonsAskForTheSecretAndWorkWithItOnly() async throws {
        let (site, server) = try await Site.serving()
        let browser = try Chromium()
        let tab = try await Tab(browser, Self.url(server))
        let commit = try await site.origin.commit(["people/dee.toml": Site.person("dee", 4)])
        try await tab.wait("document.getElementById('line').textContent === 'Live'")
        try await tab.click(".actions [data-action=reload]")
        #expect(try await tab.value("document.getElementById('ask').open") == true)
        #expect(try await tab.value("document.activeElement.id") == "secret")

        try await enter("wrong", in: tab)
        try await tab.wait("document.getElementById('wrong').textContent.includes('not a secret')")
        #expect(try await server.status()["generation"] == 1)
        #expect(tab.console.filter { !$0.contains("401") } == [])

        try await enter(ServerProcess.secret, in: tab)
        try await tab.wait("document.getElementById('said').textContent.startsWith('Reload: fast')")
        #expect(try await tab.value("document.getElementById('ask').open") == false)
        let short = commit.hex.prefix(10)
        try await tab.wait("document.querySelector('#served code').textContent === '\(short)'")
        #expect(try await tab.value("document.body.dataset.detail") == "whole")

        // Kept: the next one asks no more. And nowhere else than it should be.
        try await tab.click(".actions [data-action=reconcile]")
        try await tab.wait(
            "document.getElementById('said').textContent.startsWith('Reconcile: in')")
        #expect(!tab.requests.contains { $0.contains(ServerProcess.secret) })
        #expect(try await tab.value("localStorage.length + document.cookie.length") == 0)
        let page = try await tab.value("document.documentElement.outerHTML + location.href").text
        #expect(page?.contains(ServerProcess.secret) == false)

        try await tab.click("#details")
        try await tab.wait("document.body.dataset.detail === 'public'")
        #expect(try await tab.value("sessionStorage.length") == 0)
        #expect(tab.console.filter { !$0.contains("401") } == [])
    }

    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func runsACommandAgain() async throws {
        let hooks = try await HookSite.serving()
        #expect(try await hooks.push("acme/two").status == 202)
        try await until("the command has run") { hooks.runs.count == 2 }
        let tab = try await Tab(try Chromium(), Self.url(hooks.server))
        #expect(try await tab.text("#jobs") == "")
        try await tab.click("#details")
        try await enter(ServerProcess.secret, in: tab)
        try await tab.wait("document.querySelector('#jobs button')")
        #expect(try await tab.text("#jobs tbody").contains("acme/two"))
        try await tab.click("#jobs button")
        try await until("it has run again") { hooks.runs.count == 4 }
        try await tab.wait("document.getElementById('said').textContent.startsWith('Job: ')")
        #expect(tab.console == [])
    }

    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func isCompleteWithoutJavaScript() async throws {
        let (site, server) = try await Site.serving()
        try await site.origin.commit(["people/ada.toml": "slug = = 1\n"])
        #expect(try await server.reload().errorCode == "rebuild-failed")
        let tab = try await Tab(try Chromium(), Self.url(server), hasScript: false)
        #expect(try await tab.text("h1") == "1 thing needs you")
        #expect(try await tab.text(".needs").contains("files that cannot be served"))
        #expect(try await tab.text("#served").contains("generation 1"))
        #expect(try await tab.text("noscript").contains("livetree status"))
        let shown =
            "[...document.querySelectorAll('button')].filter(b => b.checkVisibility()).length"
        #expect(try await tab.value(shown) == 0)
        #expect(tab.console == [])
    }

    /// Names that would be tags, attributes and scripts, as a repository can have them.
    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func hostileNamesStayText() async throws {
        let site = try await Site.make()
        let name = "<img src=x onerror=alert(1)>"
        try await site.origin.commit([
            ".gitsheets/\(name).toml": "[gitsheet]\nroot = \"bad\"\npath = \"${{ slug }}\"\n",
            "bad/\"'\(name)&quot;.toml": "slug = = 1\n", "bad/fine.toml": "slug = \"fine\"\n",
        ])
        let server = try await site.start(["CFP_DATA_BAD_RECORDS": "skip"])
        try await server.ready()
        let tab = try await Tab(try Chromium(), Self.url(server))
        try await tab.click("#details")
        try await enter(ServerProcess.secret, in: tab)
        try await tab.wait("document.querySelector('.places')")
        let places = try await tab.text(".places")
        #expect(places.hasPrefix("bad/\"'\(name)&quot;.toml:1"))
        #expect(try await tab.text("#sheets tbody").contains(name))
        #expect(try await tab.value("document.querySelectorAll('img').length") == 0)
        #expect(tab.console == [])
        let link = try await tab.value("document.querySelector('#sheets a').href")
        #expect(
            try await server.ask(String((link.text ?? "").dropFirst(Self.url(server).count - 1)))
                .json["total"] == 1)
    }

    /// The page for everybody, asked for before the details were opened, comes after them.
    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func detailsStayOpenWhateverComesLate() async throws {
        let site = try await Site.make()
        try await site.origin.commit(["people/bad.toml": "slug = = 1\n"])
        let server = try await site.start(["CFP_DATA_BAD_RECORDS": "skip"])
        try await server.ready()
        let tab = try await Tab(try Chromium(), Self.url(server))
        try await tab.wait("document.getElementById('line').textContent === 'Live'")
        try await tab.value(
            """
            var real = window.fetch, held = [];
            window.fetch = (...given) => given[0] === "./"
              ? new Promise((go) => held.push(() => go(real(...given)))) : real(...given);
            document.dispatchEvent(new Event("visibilitychange"));
            """)
        try await tab.wait("held.length === 1")
        try await tab.click("#details")
        try await enter(ServerProcess.secret, in: tab)
        try await tab.wait("document.getElementById('details').textContent === 'Hide details'")
        #expect(try await tab.text(".places").contains("people/bad.toml"))
        try await tab.value(
            """
            var lost = false;
            new MutationObserver(() => { lost ||= !document.querySelector(".places"); })
              .observe(document.body, { childList: true, subtree: true });
            held[0]();
            """)
        try await until("the details are asked for again") {
            tab.requests.count { $0.hasSuffix("api/_internal/page") } == 2
        }
        #expect(try await tab.value("lost") == false)
        #expect(try await tab.text("#details") == "Hide details")
        #expect(tab.console == [])
    }

    @Test(.enabled(if: hasBrowser, "no chromium is installed"))
    func fitsAPhoneAndSaysWhenTheServerIsGone() async throws {
        let (_, server) = try await Site.serving()
        let tab = try await Tab(try Chromium(), Self.url(server), width: 360)
        try await tab.wait("document.getElementById('line').textContent === 'Live'")
        #expect(try await tab.value("document.documentElement.scrollWidth <= 360") == true)
        #expect(try await server.terminate().code == 0)
        try await tab.wait(
            "document.getElementById('line').textContent.startsWith('No answer since')")
        #expect(try await tab.text("h1") == "All is well")
    }

    private func enter(_ secret: String, in tab: Tab) async throws {
        try await tab.value("document.getElementById('secret').value = '\(secret)'")
        try await tab.click("#ask button[type=submit]")
    }
}
