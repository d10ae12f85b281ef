import ScenarioKit
import Testing

@Suite struct DiagnosticTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let name: String
        let text: String
        let wanted: [String]
        var testDescription: String { name }
    }

    /// A file that is good up to `steps`.
    private static func steps(_ lines: String) -> String {
        """
        scenario: x
        title: T
        history: {graph: A---B}
        steps:
        \(lines)
        """
    }

    /// A file that is good but for `section`, which begins in line 3.
    private static func section(_ lines: String) -> String {
        """
        scenario: x
        title: T
        \(lines)
        steps: [{start: api}]
        """
    }

    static let syntax: [Row] = [
        Row(
            name: "an unknown section", text: section("tilte: T"),
            wanted: [
                """
                x.yaml:3:1: error: unknown key 'tilte' in a scenario; did you mean 'title'?
                   |
                 3 | tilte: T
                   | ^^^^^
                """
            ]),
        Row(
            name: "a duplicate key", text: section("title: again"),
            wanted: [
                """
                x.yaml:3:1: error: duplicate key 'title'
                   |
                 3 | title: again
                   | ^^^^^
                """
            ]),
        Row(
            name: "a duplicate key in one line", text: section("clock: {mode: real, mode: manual}"),
            wanted: [
                """
                x.yaml:3:21: error: duplicate key 'mode'
                   |
                 3 | clock: {mode: real, mode: manual}
                   |                     ^^^^
                """
            ]),
        Row(
            name: "a transport of the matrix", text: section("matrix: {transport: [htp]}"),
            wanted: [
                """
                x.yaml:3:22: error: 'htp' is not possible here; did you mean 'http'?
                   |
                 3 | matrix: {transport: [htp]}
                   |                      ^^^
                """
            ]),
        Row(
            name: "a tab", text: section("clock:\n\tmode: real"),
            wanted: [
                """
                x.yaml:4:1: error: not YAML: while scanning for the next token: found character \
                that cannot start any token; indent with spaces, not with a tab
                   |
                 4 | \tmode: real
                   | ^
                """
            ]),
        Row(
            name: "a tag", text: section("why: !!str text"),
            wanted: [
                """
                x.yaml:3:6: error: YAML tags are not allowed
                   |
                 3 | why: !!str text
                   |      ^
                """
            ]),
        Row(
            name: "an anchor", text: section("why: &w text"),
            wanted: [
                """
                x.yaml:3:6: error: YAML anchors are not allowed
                   |
                 3 | why: &w text
                   |      ^
                """
            ]),
        Row(
            name: "an alias", text: section("why: *w"),
            wanted: [
                """
                x.yaml:3:6: error: YAML aliases are not allowed
                   |
                 3 | why: *w
                   |      ^
                """
            ]),
        Row(
            name: "a bare boolean of YAML 1.1", text: section("actors: {api: {kind: No}}"),
            wanted: [
                """
                x.yaml:3:22: error: bare 'No' is a boolean in YAML 1.1; quote it, or write true \
                or false
                   |
                 3 | actors: {api: {kind: No}}
                   |                      ^^
                """
            ]),
        Row(
            name: "broken YAML", text: section("why: \"open"),
            wanted: [
                """
                x.yaml:3:6: error: not YAML: while scanning a quoted scalar: found unexpected end \
                of stream
                   |
                 3 | why: "open
                   |      ^
                """
            ]),
        Row(
            name: "a missing section", text: "scenario: x\ntitle: T\n",
            wanted: [
                """
                x.yaml:1:1: error: a scenario needs 'steps'
                   |
                 1 | scenario: x
                   | ^
                """
            ]),
        Row(
            name: "another file name", text: "scenario: z\ntitle: T\nsteps: [{start: api}]\n",
            wanted: [
                """
                x.yaml:1:11: error: the id 'z' must equal the file name 'x.yaml'
                   |
                 1 | scenario: z
                   |           ^
                """
            ]),
        Row(
            name: "a number without its unit", text: section("timeout: 30"),
            wanted: [
                """
                x.yaml:3:10: error: '30' is no duration; write a number and one of us, ms, s, m, \
                h, d
                   |
                 3 | timeout: 30
                   |          ^^
                """
            ]),
        Row(
            name: "an unquoted date", text: section("clock: {start: 2026-11-21T09:00:00Z}"),
            wanted: [
                """
                x.yaml:3:16: error: a date must be quoted; write "2026-11-21T09:00:00Z"
                   |
                 3 | clock: {start: 2026-11-21T09:00:00Z}
                   |                ^^^^^^^^^^^^^^^^^^^^
                """
            ]),
        Row(
            name: "an unknown word", text: section("level: croe"),
            wanted: [
                """
                x.yaml:3:8: error: 'croe' is not possible here; did you mean 'core'?
                   |
                 3 | level: croe
                   |        ^^^^
                """
            ]),
        Row(
            name: "a missing preset", text: section("use: [gone.yaml]"),
            wanted: [
                """
                x.yaml:3:7: error: cannot read 'gone.yaml'
                   |
                 3 | use: [gone.yaml]
                   |       ^^^^^^^^^
                """
            ]),
    ]

    static let verbs: [Row] = [
        Row(
            name: "two verbs", text: steps("  - start: api\n    stop: api"),
            wanted: [
                """
                x.yaml:6:5: error: a step has exactly one verb, this one has 'start' and 'stop'; \
                make it two steps
                   |
                 6 |     stop: api
                   |     ^^^^
                """
            ]),
        Row(
            name: "no verb", text: steps("  - note: nothing"),
            wanted: [
                """
                x.yaml:5:5: error: a step needs a verb or 'expect'
                   |
                 5 |   - note: nothing
                   |     ^
                """
            ]),
        Row(
            name: "mistakes in two steps",
            text: steps("  - relod: {}\n  - reload: {comit: B}"),
            wanted: [
                """
                x.yaml:5:5: error: unknown key 'relod' in a step; did you mean 'reload'?
                   |
                 5 |   - relod: {}
                   |     ^^^^^
                """,
                """
                x.yaml:6:14: error: unknown key 'comit' in reload; did you mean 'commit'?
                   |
                 6 |   - reload: {comit: B}
                   |              ^^^^^
                """,
            ]),
        Row(
            name: "a naked wait", text: steps("  - wait: 5s"),
            wanted: [
                """
                x.yaml:5:11: error: wait needs 'until'; write wait: {until: {…}}, and 'within' \
                beside it
                   |
                 5 |   - wait: 5s
                   |           ^^
                """
            ]),
        Row(
            name: "a naked sleep", text: steps("  - sleep: {for: 5s}"),
            wanted: [
                """
                x.yaml:5:12: error: sleep needs 'because'; better: wait for what the sleep is for
                   |
                 5 |   - sleep: {for: 5s}
                   |            ^
                """
            ]),
        Row(
            name: "an unknown outcome",
            text: steps("  - reload: {}\n    expect: {outcome: rebase}"),
            wanted: [
                """
                x.yaml:6:23: error: 'rebase' is not possible here; did you mean 'rebased'?
                   |
                 6 |     expect: {outcome: rebase}
                   |                       ^^^^^^
                """
            ]),
        Row(
            name: "within without anything to retry", text: steps("  - start: api\n    within: 5s"),
            wanted: [
                """
                x.yaml:6:13: error: 'within' needs an 'expect' to retry
                   |
                 6 |     within: 5s
                   |             ^^
                """
            ]),
        Row(
            name: "a comparison without a number",
            text: steps("  - expect: {ahead: \">= 3s\"}"),
            wanted: [
                """
                x.yaml:5:21: error: '>= 3s' must compare with a number
                   |
                 5 |   - expect: {ahead: ">= 3s"}
                   |                     ^^^^^^^
                """
            ]),
        Row(
            name: "$next where no ref moves", text: steps("  - reload: {commit: $next}"),
            wanted: [
                """
                x.yaml:5:22: error: '$next' is only for the 'to' of advance
                   |
                 5 |   - reload: {commit: $next}
                   |                      ^^^^^
                """
            ]),
        Row(
            name: "a size without its unit",
            text: steps("  - fault: {id: f, in: origin, cut: {after: 512}}"),
            wanted: [
                """
                x.yaml:5:45: error: '512' is no size; write a number and one of B, KiB, MiB, GiB
                   |
                 5 |   - fault: {id: f, in: origin, cut: {after: 512}}
                   |                                             ^^^
                """
            ]),
    ]

    static let graphs: [Row] = [
        Row(
            name: "a line to nowhere", text: section("history:\n  graph: |\n    A---B\n      \\"),
            wanted: [
                """
                x.yaml:6:7: error: this line touches no commit on its left; '\\' goes down to the \
                right and '/' up to the right, one column a row
                   |
                 6 |       \\
                   |       ^
                """
            ]),
        Row(
            name: "a character that is no line", text: section("history:\n  graph: |\n    A=B"),
            wanted: [
                """
                x.yaml:5:6: error: '=' cannot be drawn; a graph is made of names, -, \\, / and \
                ranges such as A..F
                   |
                 5 |     A=B
                   |      ^
                """
            ]),
        Row(
            name: "a letter that is no name", text: section("history:\n  graph: |\n    A---É"),
            wanted: [
                """
                x.yaml:5:9: error: 'É' cannot be drawn; a graph is made of names, -, \\, / and \
                ranges such as A..F
                   |
                 5 |     A---É
                   |         ^
                """
            ]),
        Row(
            name: "refs too near", text: section("history:\n  graph: |\n    A---B origin:main"),
            wanted: [
                """
                x.yaml:5:11: error: two or more spaces begin the refs of a tip
                   |
                 5 |     A---B origin:main
                   |           ^^^^^^^^^^^
                """
            ]),
        Row(
            name: "a range backwards", text: section("history:\n  graph: |\n    A---C9..C3"),
            wanted: [
                """
                x.yaml:5:9: error: 'C9..C3' is no range; write A..F or C1..C100, the smaller name \
                first
                   |
                 5 |     A---C9..C3
                   |         ^^^^^^
                """
            ]),
        Row(
            name: "a circle", text: section("history:\n  graph: |\n    A---B\n    B---A"),
            wanted: [
                """
                x.yaml:5:5: error: a commit is its own ancestor: A → B → A
                   |
                 5 |     A---B
                   |     ^
                """
            ]),
        Row(
            name: "a ref at two places",
            text: section("history:\n  graph: |\n    A---B   origin:main\n    A   origin:main"),
            wanted: [
                """
                x.yaml:6:9: error: 'origin:main' starts at B already
                   |
                 6 |     A   origin:main
                   |         ^^^^^^^^^^^
                """
            ]),
        Row(
            name: "a commit that is not drawn",
            text: section("history:\n  graph: A---L1\n  commits: {L2: {stamp: 1}}"),
            wanted: [
                """
                x.yaml:5:13: error: commit 'L2' is not in the graph; did you mean 'L1'?
                   |
                 5 |   commits: {L2: {stamp: 1}}
                   |             ^^
                """
            ]),
    ]

    static let references: [Row] = [
        Row(
            name: "an unknown actor", text: steps("  - start: app"),
            wanted: [
                """
                x.yaml:5:12: error: unknown actor 'app'; did you mean 'api'?
                   |
                 5 |   - start: app
                   |            ^^^
                """
            ]),
        Row(
            name: "a method", text: steps("  - http: {method: GTE, path: /api/sheets}"),
            wanted: [
                """
                x.yaml:5:20: error: 'GTE' is not possible here; did you mean 'GET'?
                   |
                 5 |   - http: {method: GTE, path: /api/sheets}
                   |                    ^^^
                """
            ]),
        Row(
            name: "an unknown commit", text: steps("  - reload: {commit: C}"),
            wanted: [
                """
                x.yaml:5:22: error: commit 'C' is not in the graph; known: A, B
                   |
                 5 |   - reload: {commit: C}
                   |                      ^
                """
            ]),
        Row(
            name: "a capture from later",
            text: steps(
                "  - expect: {served: $w1.commit}\n  - write: {put: /x}\n    as: w1"),
            wanted: [
                """
                x.yaml:5:22: error: no capture 'w1' up to here
                   |
                 5 |   - expect: {served: $w1.commit}
                   |                      ^^^^^^^^^^
                """
            ]),
        Row(
            name: "a capture nobody reads", text: steps("  - write: {put: /x}\n    as: w1"),
            wanted: [
                """
                x.yaml:6:9: warning: the capture 'w1' is never used
                   |
                 6 |     as: w1
                   |         ^^
                """
            ]),
        Row(
            name: "a gate and a fault that are not there",
            text: steps("  - release: {gate: g}\n  - heal: f\n  - stop-readers: r"),
            wanted: [
                """
                x.yaml:5:21: error: no gate 'g' up to here
                   |
                 5 |   - release: {gate: g}
                   |                     ^
                """,
                """
                x.yaml:6:11: error: no fault 'f' up to here
                   |
                 6 |   - heal: f
                   |           ^
                """,
                """
                x.yaml:7:19: error: no readers 'r' up to here
                   |
                 7 |   - stop-readers: r
                   |                   ^
                """,
            ]),
        Row(
            name: "a step no cell selects",
            text: """
                scenario: x
                title: T
                matrix: {trigger: [boot, webhook]}
                steps:
                  - start: api
                    when: {trigger: bot}
                """,
            wanted: [
                """
                x.yaml:6:21: error: 'trigger' is never 'bot': this step never runs; did you mean \
                'boot'?
                   |
                 6 |     when: {trigger: bot}
                   |                     ^^^
                """
            ]),
    ]

    @Test(arguments: syntax + verbs + graphs + references)
    func aMistakeIsNamedWithItsPlaceAndRemedy(row: Row) throws {
        let found = try ScenarioText().diagnostics(of: row.text)
        #expect(found == row.wanted)
    }

    @Test(arguments: [
        ("steps: [\(String(repeating: "[", count: 40))", "nested more than 32 deep"),
        ("steps: [\(String(repeating: "[", count: 990))", "nested more than 32 deep"),
        ("steps: [\(String(repeating: "[", count: 90_000))", "Maximum nesting level"),
        ("matrix: {a: [\((1...300).map { "v\($0)" }.joined(separator: ", "))]}", "256 cells"),
        ("seed: -1", "must be at least 0"),
        ("why: \"\(String(repeating: "x", count: 1 << 20))\"", "is larger than 1MiB"),
        ("history: {graph: A---C1..C99999}", "more than 10000 commits"),
        ("history: {graph: A, commits: {A: {records: {p: 99999999}}}}", "at most 1000000"),
    ])
    func whatIsTooMuchIsRefused(section: String, message: String) throws {
        var text = section
        let open = text.count { $0 == "[" } - text.count { $0 == "]" }
        if open > 0 { text += String(repeating: "]", count: open) }
        let keep = text.hasPrefix("steps") ? "" : "steps: [{start: api}]"
        let found = try ScenarioText().diagnostics(of: "scenario: x\ntitle: T\n\(text)\n\(keep)\n")
        #expect(found.contains { $0.contains(message) }, "\(found.map { $0.prefix(200) })")
    }

    @Test func repeatsAndStepsAreBounded() throws {
        let nested = Self.steps(
            """
              - repeat:
                  times: 200
                  steps: [{repeat: {times: 100, steps: [{start: api}]}}]
            """)
        #expect(
            try ScenarioText().diagnostics(of: nested).first?
                .contains("nested repeats come to more than 10000 times") == true)
        let many = Self.steps(String(repeating: "  - start: api\n", count: 2_001))
        #expect(
            try ScenarioText().diagnostics(of: many).first?
                .contains("more than 2000 steps") == true)
    }

    @Test func aPresetMayNotHaveSteps() throws {
        let text = try ScenarioText()
        try text.write("steps: [{start: api}]\n", to: "p.yaml")
        #expect(
            try text.diagnostics(of: Self.section("use: [p.yaml]")) == [
                """
                p.yaml:1:1: error: a preset may not have 'steps'
                   |
                 1 | steps: [{start: api}]
                   | ^^^^^
                """
            ])
    }

    @Test func aPresetNamedAlmostRightIsSuggested() throws {
        let text = try ScenarioText()
        try text.write("tags: [preset]\n", to: "people.yaml")
        let found = try text.diagnostics(of: Self.section("use: [peple.yaml]"))
        #expect(
            found.first?.contains("cannot read 'peple.yaml'; did you mean 'people.yaml'?") == true)
    }

    @Test func aPresetThatUsesItselfIsRefused() throws {
        let text = try ScenarioText()
        try text.write("use: [p.yaml]\n", to: "p.yaml")
        let found = try text.diagnostics(of: Self.section("use: [p.yaml]"))
        #expect(found.first?.contains("a preset uses itself: p.yaml → p.yaml") == true)
    }
}
