import Hooks
import Testing
import Webhooks

@Suite struct HookConfigurationTests {
    static func read(_ yaml: String) throws(HookConfigurationError) -> HookConfiguration {
        try HookConfiguration.read(yaml: yaml, path: "/etc/livetree/config.yaml")
    }

    /// The example of the contract, to the letter.
    static let example = """
        hooks:
          gitops:                                  # secret: GITHUB_WEBHOOK_SECRET
            schemes: [github]
            interval: 24h
            concurrency: 4
            repositories:
              - name: acme/*
                secret: ACME_SECRET
                branches: [main]
                command: [./gitops_sync.sh]        # argument vector, no shell
                directory: .
                timeout: 10m
                environment: [PATH, HOME]
          deploy:                                  # secret: WEBHOOK_SECRET
            repository: acme/site
            branches: [main]
            command: [systemd-run, --no-block, ./redeploy.sh]
            timeout: 10m
        """

    @Test func readsTheExampleOfTheContract() throws {
        let read = try Self.read(Self.example)
        let rule = HookRule(
            name: try #require(NamePattern("acme/*")), secretVariable: "ACME_SECRET",
            branches: ["main"], command: ["/etc/livetree/gitops_sync.sh"],
            directory: "/etc/livetree", timeout: .seconds(600), environment: ["PATH", "HOME"])
        #expect(
            read.gitops
                == .init(
                    schemes: [.github], interval: .seconds(86_400), concurrency: 4, rules: [rule]))
        let deploy = HookRule(
            name: try #require(NamePattern("acme/site")), branches: ["main"],
            command: ["systemd-run", "--no-block", "./redeploy.sh"], directory: "/etc/livetree",
            timeout: .seconds(600), environment: ["PATH"])
        #expect(read.deploy == .init(schemes: [.github], rule: deploy))
    }

    @Test(arguments: ["", "hooks:", "other: 1", "other: 1\nhooks: ~", "hooks: {}"])
    func withoutHooksNothingIsManaged(yaml: String) throws {
        #expect(try Self.read(yaml) == HookConfiguration())
    }

    @Test func theFirstMatchingRuleCounts() throws {
        let read = try Self.read(
            """
            hooks:
              gitops:
                repositories:
                  - {name: acme/site, branches: [a], command: [one], retries: 3, backoff: 2s}
                  - {name: acme/*, branches: [b], command: [two], directory: /srv}
                  - {name: "any; text/..", branches: [c], command: [/three]}
            """)
        #expect(read.rule(for: "acme/site", at: .gitops)?.command == ["one"])
        #expect(read.rule(for: "acme/site", at: .gitops)?.backoff == .seconds(2))
        #expect(read.rule(for: "acme/other", at: .gitops)?.directory == "/srv")
        #expect(read.rule(for: "any; text/..", at: .gitops)?.command == ["/three"])
        #expect(read.rule(for: "acme/..", at: .gitops) == nil)
        #expect(read.rule(for: "acme/site", at: .deploy) == nil)
    }

    struct Bad: CustomTestStringConvertible {
        let yaml: String
        /// `line:column` and a part of the text, of every problem.
        let problems: [(String, String)]
        var testDescription: String { problems.map(\.1).joined(separator: "; ") }
    }

    static let good = "branches: [m], command: [c]"
    static func rule(_ text: String) -> String {
        "hooks:\n  gitops:\n    repositories:\n      - {\(text)}"
    }

    static let bad: [Bad] = [
        Bad(yaml: "hooks: [", problems: [("2:1", "did not find expected node content")]),
        Bad(yaml: "- a", problems: [("1:1", "must be a mapping with the key hooks")]),
        Bad(yaml: "hooks: 3", problems: [("1:8", "must be a mapping")]),
        Bad(yaml: "hooks:\n  gitopps: {}", problems: [("2:3", "did you mean gitops?")]),
        Bad(yaml: "hooks:\n  weird: {}", problems: [("2:3", "known are gitops, deploy")]),
        Bad(yaml: "hooks:\n  gitops: {}", problems: [("2:11", "needs the key repositories")]),
        Bad(
            yaml: "hooks:\n  gitops:\n    repositories: []",
            problems: [("3:19", "must not be empty")]),
        Bad(
            yaml: rule("branches: [m]"),
            problems: [("4:9", "needs the key name"), ("4:9", "needs the key command")]),
        Bad(yaml: rule("name: 'a*', \(good)"), problems: [("4:16", "owner/name, owner/*")]),
        Bad(yaml: rule("name: a/b, branches: m, command: [c]"), problems: [("4:31", "a list")]),
        Bad(
            yaml: rule("name: a/b, branches: [m, refs/heads/m, 'm*'], command: [c]"),
            problems: [("4:35", "not refs/heads/main"), ("4:49", "no patterns")]),
        Bad(
            yaml: rule("name: 'a*', \(good), retries: -1"),
            problems: [("4:16", "owner/name, owner/*"), ("4:60", "whole number")]),
        Bad(yaml: rule("name: a/b, branches: [], command: [c]"), problems: [("4:31", "empty")]),
        Bad(yaml: rule("name: a/b, branches: [m], command: [[c]]"), problems: [("4:46", "texts")]),
        Bad(yaml: rule("name: a/b, branches: [m], command: ['']"), problems: [("4:46", "empty")]),
        Bad(
            yaml: rule("name: a/b, branches: [m], command: [\"a\\0\"]"),
            problems: [("4:46", "NUL")]),
        Bad(yaml: rule("name: a/b, \(good), timeout: 10"), problems: [("4:59", "a unit")]),
        Bad(yaml: rule("name: a/b, \(good), timeout: 2d"), problems: [("4:59", "from")]),
        Bad(yaml: rule("name: a/b, \(good), timeout: "), problems: [("4:50", "no value")]),
        Bad(yaml: rule("name: a/b, \(good), retries: -1"), problems: [("4:59", "whole number")]),
        Bad(yaml: rule("name: a/b, \(good), retries: '1'"), problems: [("4:59", "whole number")]),
        Bad(yaml: rule("name: a/b, \(good), secret: a-b"), problems: [("4:58", "variable")]),
        Bad(
            yaml: rule("name: a/b, \(good), environment: [1A, LIVETREE_X]"),
            problems: [("4:64", "variable"), ("4:68", "always set")]),
        Bad(yaml: rule("name: a/b, \(good), name: a/c"), problems: [("4:10", "given twice: name")]),
        Bad(
            yaml: rule("name: a/*, \(good)") + "\n      - {name: a/b, \(good)}",
            problems: [("5:9", "never reached: a/* comes first")]),
        Bad(
            yaml: "hooks:\n  gitops:\n    interval: 5s\n    concurrency: 0\n"
                + "    schemes: [githup, gitea, gitea]\n    repositories: {}",
            problems: [
                ("3:15", "0 (off) or at least 10s"), ("4:18", "from 1 to 64"),
                ("5:15", "did you mean github?"), ("5:30", "given twice"), ("6:19", "a list"),
            ]),
        Bad(
            yaml: "hooks:\n  deploy: {repository: a/*, \(good), secret: X}",
            problems: [("2:24", "one repository"), ("2:58", "unknown key \"secret\"")]),
    ]

    @Test(arguments: bad)
    func tellsEveryProblemWithItsPlace(bad: Bad) {
        do throws(HookConfigurationError) {
            let read = try Self.read(bad.yaml)
            Issue.record("accepted as \(read)")
        } catch {
            let places = error.problems.map { "\($0.line):\($0.column)" }
            #expect(places == bad.problems.map(\.0), "\(error.description)")
            for (problem, wanted) in zip(error.problems, bad.problems) {
                #expect(problem.text.contains(wanted.1))
            }
        }
    }

    @Test func tellsTheFileInEveryLine() {
        let error = HookConfigurationError(
            path: "c.yaml",
            problems: [
                .init(line: 1, column: 2, text: "one"), .init(line: 3, column: 4, text: "two"),
            ])
        #expect(error.description == "c.yaml:1:2: one\nc.yaml:3:4: two")
    }

    @Test func refusesAFileWithoutEnd() {
        #expect(throws: HookConfigurationError.self) {
            try Self.read("# " + String(repeating: "x", count: 1 << 20))
        }
        #expect(throws: HookConfigurationError.self) {
            try Self.read("hooks: " + String(repeating: "[", count: 100_000))
        }
    }

    /// No text, however broken, stops the program.
    @Test func brokenTextsAreProblems() {
        var chance = Chance(11)
        let letters = Array(Self.example.utf8) + Array("[]{}&*!|>%@`\"'#,:- \n\t\0\u{7f}".utf8)
        for _ in 0..<2000 {
            var text = Array(Self.example.utf8)
            for _ in 0..<chance.number(1...6) {
                let place = chance.number(0...text.count - 1)
                switch chance.number(0...2) {
                case 0: text[place] = letters[chance.number(0...letters.count - 1)]
                case 1: text.remove(at: place)
                default: text.removeSubrange(place..<min(text.count, place + 30))
                }
            }
            do throws(HookConfigurationError) {
                _ = try Self.read(String(decoding: text, as: UTF8.self))
            } catch {
                #expect(!error.problems.isEmpty)
            }
        }
    }
}
