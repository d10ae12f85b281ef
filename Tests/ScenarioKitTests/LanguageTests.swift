import ScenarioKit
import TestSupport
import Testing

@Suite("Refs by pattern, transports by cell")
struct LanguageTests {
    @Test func aPatternMeansBranchesByTheirShortName() throws {
        let ref = try #require(ActorRef("origin:/^conflicts/"))
        #expect(ref.means("refs/heads/conflicts/2026-01-01T00-00-00Z"))
        #expect(!ref.means("refs/heads/main"))
        #expect(!ref.means("refs/livetree/pushed/conflicts/x"))
    }

    @Test func aNameMeansItselfOnly() throws {
        let ref = try #require(ActorRef("origin:main"))
        #expect(ref.means("refs/heads/main"))
        #expect(!ref.means("refs/heads/main2"))
        #expect(ref.pattern == nil && ref.capture == nil)
    }

    @Test func aCaptureIsNoName() throws {
        let ref = try #require(ActorRef("origin:$escape.conflict-branch"))
        #expect(ref.capture?.name == "escape")
        #expect(ActorRef("origin:/(/") == nil)
    }

    @Test func theTransportAxisReachesEveryRemote() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            matrix: {transport: [http, file, ssh]}
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - start: api
            """)
        let cells = scenario.cells
        let transports = cells.map { $0.scenario.actor("origin")?.transport }
        #expect(transports == [.http, .file, .ssh])
        #expect(
            cells.map { $0.scenario.requires.capabilities.contains(.ssh) } == [false, false, true])
    }

    @Test func aShellIsRefusedWhereNobodyIsThere() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - start: api
              - repeat: {times: 2, steps: [{shell: true}]}
            """)
        let refused = Support.unattended(in: scenario, environment: ["CI": "true"])
        #expect(refused.count == 1)
        #expect(refused.first?.message.contains("CI=true") == true)
        #expect(refused.first?.location.line == 9)
        #expect(Support.unattended(in: scenario, environment: ["CI": "false"]).isEmpty)
        #expect(Support.gaps(in: scenario).isEmpty)
    }

    @Test func aWebhookIsReadWithEverythingItMaySay() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - webhook: {path: /webhook/deploy}
              - webhook:
                  path: /api/webhook/gitops
                  event: ping
                  scheme: standard-webhooks
                  payload: {after: "${A}", commits: [1, true]}
                  secret: "whsec_AAAA"
                  delivery: msg_1
                  times: 3
                  background: true
            """)
        guard case .webhook(let plain) = scenario.steps[0].verb else {
            Issue.record("the first step delivers")
            return
        }
        #expect(plain.path == "/webhook/deploy" && plain.event == "push")
        #expect(plain.scheme == .github && plain.secret == nil && plain.delivery == nil)
        #expect(plain.times == 1 && !plain.background && plain.payload == nil)
        guard case .webhook(let verb) = scenario.steps[1].verb else {
            Issue.record("the second step delivers")
            return
        }
        #expect(verb.event == "ping" && verb.scheme == .standardWebhooks)
        #expect(verb.secret == "whsec_AAAA" && verb.delivery == "msg_1")
        #expect(verb.times == 3 && verb.background)
        #expect(verb.payload?["commits"] == .list([.integer(1), .boolean(true)]))
    }

    @Test func filesOfAServerAndWhatTheyMustSayAreRead() throws {
        let scenario = try ScenarioText().scenario(
            """
            scenario: x
            title: x
            actors:
              origin: {kind: remote}
              local: {kind: clone, of: origin}
              api: {kind: server, data: local, remote: origin, files: {bin/run.sh: "#!/bin/sh"}}
            history:
              graph: |
                A
                A   origin:main local:main
            steps:
              - kill: {actor: api, signal: HUP}
                expect: {files: {"api:ran": "once\\n", "local:HEAD": /main/, "api:left": absent}}
            """)
        #expect(scenario.actor("api")?.files == ["bin/run.sh": "#!/bin/sh"])
        let files = try #require(scenario.steps[0].expect?.files)
        #expect(files.map(\.actor) == ["api", "local", "api"])
        #expect(files.map(\.path) == ["ran", "HEAD", "left"])
        #expect(files.map(\.wanted) == [.equal("once\n"), .pattern("main"), .absent])
        guard case .kill(let verb) = scenario.steps[0].verb else { return }
        #expect(verb.signal == .hangup)
    }

    @Test(arguments: [
        ("api: {kind: server, data: local, files: {../run.sh: x}}", "is no name for a file"),
        ("api: {kind: server, data: local, files: {/etc/x: x}}", "is no name for a file"),
        ("local: {kind: clone, of: origin, files: {x: x}}", "'files' are for servers"),
    ])
    func filesStayBelowTheirFolder(actor: String, words: String) throws {
        let text = try ScenarioText()
        try text.write(
            """
            scenario: x
            title: x
            actors:
              origin: {kind: remote}
              \(actor)
            history: {graph: A}
            steps:
              - stop: origin
            """, to: "x.yaml")
        let found = ScenarioFile.read(text.folder.child("x.yaml")).diagnostics
        #expect(found.contains { $0.message.contains(words) })
    }
}
