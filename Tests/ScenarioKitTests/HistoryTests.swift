import Foundation
import ScenarioKit
import TestSupport
import Testing

@Suite struct HistoryTests {
    private func plan(_ history: String) throws -> HistoryPlan {
        try HistoryPlan(try ScenarioText().scenario(history: history))
    }

    private func name(_ text: String) throws -> CommitName { try #require(CommitName(text)) }

    private static let people = """
        graph: |
          A---B---C
        commits:
          A: {set: {people/jane.toml: {slug: jane, age: 7}}, records: {people: 3}, stamp: 1}
          B: {stamp: 2}
          C: {set: {people/bob.toml: {slug: bob}}, message: "C says\\nthings"}
        """

    @Test func twoImportsGiveTheSameIds() async throws {
        let first = try await PoolRepository(try plan(Self.people))
        let second = try await PoolRepository(try plan(Self.people))
        #expect(first.ids.count == 3)
        #expect(first.ids == second.ids)
    }

    /// Fails when anything that goes into a commit changes: dates, identities, records, order.
    @Test func idsAreTheSameOnEveryMachine() async throws {
        let pool = try await PoolRepository(try plan(Self.people))
        let tip = try name("C")
        #expect(pool.ids[tip] == "863165d22144566695bb6519c4b810805cf09d67")
    }

    @Test func datesTickAndIdentitiesAreFixed() async throws {
        let pool = try await PoolRepository(try plan(Self.people))
        let log = try await pool.git(
            ["log", "--reverse", "--format=%an <%ae> %ad %cn %cI %s", "--date=iso", "refs/pool/C"])
        #expect(
            log == """
                Editor <editor@example.invalid> 2026-11-21 09:00:00 +0000 Editor \
                2026-11-21T09:00:00+00:00 A
                Editor <editor@example.invalid> 2026-11-21 09:01:00 +0000 Editor \
                2026-11-21T09:01:00+00:00 B
                Editor <editor@example.invalid> 2026-11-21 09:02:00 +0000 Editor \
                2026-11-21T09:02:00+00:00 C says things
                """)
    }

    @Test func aStampIsInEveryRecordAndNowhereElse() async throws {
        let plan = try plan(Self.people)
        let pool = try await PoolRepository(plan)
        for (commit, gen) in [("A", 1), ("B", 2), ("C", 2)] {
            for path in ["people/jane.toml", "people/p000.toml", "people/p002.toml"] {
                let text = try await pool.show(path, commit)
                let lines = text.split(separator: "\n").filter { $0.hasPrefix("gen") }
                #expect(lines == ["gen = \(gen)"], "\(path) at \(commit)")
            }
            #expect(plan.summary(of: try name(commit))?.gen == gen)
        }
        #expect(try await pool.show("people/bob.toml", "C") == "slug = \"bob\"\n")
        let files = try await pool.git(["ls-tree", "-r", "--name-only", "refs/pool/C"])
        #expect(
            files == """
                people/bob.toml
                people/jane.toml
                people/p000.toml
                people/p001.toml
                people/p002.toml
                """)
        #expect(plan.summary(of: try name("C"))?.records == ["people": 5])
        #expect(plan.summary(of: try name("B"))?.records == ["people": 4])
    }

    @Test func whatThePlanSaysOfARecordIsWhatGitHolds() async throws {
        let plan = try plan(Self.people)
        let pool = try await PoolRepository(plan)
        for commit in ["A", "B", "C"] {
            for path in ["people/jane.toml", "people/p001.toml"] {
                let bytes = try #require(plan.file(path, in: try name(commit)))
                #expect(
                    String(decoding: bytes, as: UTF8.self) == (try await pool.show(path, commit)))
            }
        }
        let fields = try #require(plan.record("people/jane", in: try name("B")))
        #expect(
            fields == [
                DataValue.Field(name: "slug", value: .string("jane")),
                DataValue.Field(name: "age", value: .integer(7)),
                DataValue.Field(name: "gen", value: .integer(2)),
            ])
        #expect(plan.record("people/bob", in: try name("B")) == nil)
    }

    @Test func aPatchKeepsEveryOtherLine() async throws {
        let plan = try plan(
            """
            graph: A---B
            commits:
              A:
                set:
                  r.toml: |
                    # head
                    name = "x" # kept out
                    list = [
                      1, # one ]
                      2,
                    ]
                    text = '''
                    name = "not me"
                    '''

                    # about the table
                    [table]
                    name = "inner"
              B: {patch: {r.toml: {name: 'y "q"', list: [3, true], new: 1.5, text: null}}}
            """)
        let pool = try await PoolRepository(plan)
        #expect(
            try await pool.show("r.toml", "B") == """
                # head
                name = "y \\"q\\""
                list = [3, true]
                new = 1.5

                # about the table
                [table]
                name = "inner"

                """)
    }

    @Test func everyKindOfChangeArrivesInTheTree() async throws {
        let plan = try plan(
            """
            graph: A---B---C---D
            commits:
              A:
                set: {a/one.toml: "x = 1\\n", a/two.toml: {x: 2}, "odd \\"name\\"": raw}
                bytes: {bin: "00 ff 0a"}
                blob: {path: big.bin, size: 100KiB, seed: 3}
              B:
                delete: [a/two.toml]
                move: {a/one.toml: b/one.toml, bin: "with space"}
                mode: {big.bin: "100755"}
                symlink: {link: /etc/passwd}
                gitlink: {module: "1234567890123456789012345678901234567890"}
              C: {move: {b/: c/}, set: {big.bin/inside: "now a folder\\n"}}
              D: {empty: true, at: "-3d", by: api}
            """)
        let pool = try await PoolRepository(plan)
        let trees = try await pool.git(["ls-tree", "-r", "refs/pool/C"])
            .split(separator: "\n").map { line in
                let parts = line.split(separator: "\t")
                return "\(parts[0].prefix(6)) \(parts[1])"
            }
        #expect(
            trees == [
                "100644 big.bin/inside", "100644 c/one.toml", "120000 link", "160000 module",
                "100644 \"odd \\\"name\\\"\"", "100644 with space",
            ])
        #expect(try await pool.git(["cat-file", "blob", "refs/pool/B:link"]) == "/etc/passwd")
        #expect(try await pool.git(["cat-file", "-s", "refs/pool/A:big.bin"]) == "102400")
        let before = try await pool.git(["rev-parse", "refs/pool/A:big.bin"])
        #expect(try await pool.git(["rev-parse", "refs/pool/B:big.bin"]) == before)
        #expect(
            try await pool.git(["rev-parse", "refs/pool/D^{tree}"])
                == pool.git(["rev-parse", "refs/pool/C^{tree}"]))
        #expect(
            try await pool.git(["log", "-1", "--format=%an %aI", "refs/pool/D"])
                == "Api 2026-11-18T09:03:00+00:00")
        #expect(try await pool.git(["fsck", "--strict"]) == "")
    }

    @Test func aBlobDoesNotCompress() async throws {
        let plan = try plan("graph: A\ncommits: {A: {blob: {path: b, size: 1MiB}}}")
        let pool = try await PoolRepository(plan)
        let id = try await pool.git(["rev-parse", "refs/pool/A:b"])
        let onDisk = try await pool.git(
            ["cat-file", "--batch-check=%(objectsize:disk)"], input: Array(id.utf8))
        let bytes = try #require(Int(onDisk))
        #expect(bytes > 1 << 20)
    }

    @Test func aMergeJoinsWhatBothSidesChanged() async throws {
        let plan = try plan(
            """
            graph: |
              A---T---M---N
               \\     /
                B---C
            commits:
              A: {set: {x.toml: {v: 0}, y.toml: {v: 0}, z.toml: {v: 0}}}
              T: {set: {x.toml: {v: 1}}}
              B: {set: {y.toml: {v: 2}}}
              C: {delete: [z.toml]}
            """)
        let pool = try await PoolRepository(plan)
        #expect(try await pool.show("x.toml", "M") == "v = 1\n")
        #expect(try await pool.show("y.toml", "M") == "v = 2\n")
        let files = try await pool.git(["ls-tree", "--name-only", "refs/pool/M"])
        #expect(files == "x.toml\ny.toml")
        let later = try await pool.git(["ls-tree", "--name-only", "refs/pool/N"])
        #expect(later == "n.toml\nx.toml\ny.toml")
    }

    @Test func aReplayIsTheSameChangeOnAnotherParent() async throws {
        let plan = try plan(
            """
            graph: |
              A---R1---L1'
               \\
                L1
            commits:
              A: {set: {r.toml: {name: x}}}
              L1: {patch: {r.toml: {name: mine}}, message: "L1 speaks"}
            """)
        let pool = try await PoolRepository(plan)
        let format = ["log", "-1", "--format=%an %aI %s"]
        #expect(
            try await pool.git(format + ["refs/pool/L1'"])
                == pool.git(format + ["refs/pool/L1"]))
        let patch = try await pool.git(["diff", "refs/pool/R1", "refs/pool/L1'"])
        #expect(patch == (try await pool.git(["diff", "refs/pool/A", "refs/pool/L1"])))
    }

    @Test func aMessageIsWrittenInItsEncoding() async throws {
        let plan = try plan(
            "graph: A\ncommits: {A: {message: \"Grüße\", encoding: ISO-8859-1}}")
        let pool = try await PoolRepository(plan)
        let raw = try await pool.git(["cat-file", "commit", "refs/pool/A"])
        #expect(raw.contains("encoding ISO-8859-1"))
        #expect(try await pool.git(["log", "-1", "--format=%s", "refs/pool/A"]) == "Grüße")
        #expect(!raw.contains("Grüße"))
    }

    @Test func aSignatureAndItsDescendantsAreWrittenAnew() async throws {
        let plan = try plan(
            """
            graph: A---B---C
            commits:
              B: {gpgsig: "-----BEGIN PGP SIGNATURE-----\\n\\nabc\\n-----END PGP SIGNATURE-----"}
            """)
        let pool = try await PoolRepository(plan)
        #expect(plan.resigned.map(\.text) == ["B", "C"])
        var ids = pool.ids
        for name in plan.resigned {
            let old = try #require(pool.ids[name])
            let raw = try await pool.git(["cat-file", "commit", old])
            let bytes = plan.resign(name, raw: Array("\(raw)\n".utf8), ids: ids)
            ids[name] = try await pool.git(
                ["hash-object", "-t", "commit", "-w", "--stdin"], input: bytes)
        }
        let tip = try #require(ids[try name("C")])
        #expect(try await pool.git(["rev-list", "--count", tip]) == "3")
        #expect(try await pool.git(["rev-parse", "\(tip)^"]) == ids[try name("B")])
        let raw = try await pool.git(["cat-file", "commit", "\(tip)^"])
        #expect(raw.contains("\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END"))
        #expect(try await pool.git(["fsck", "--strict", "--no-dangling", tip]) == "")
    }

    @Test func recordsStaySortedPastAThousand() throws {
        let plan = try plan("graph: A\ncommits: {A: {records: {people: 1001}}}")
        #expect(plan.file("people/p0999.toml", in: try name("A")) != nil)
        #expect(plan.file("people/p1000.toml", in: try name("A")) != nil)
        #expect(plan.file("people/p999.toml", in: try name("A")) == nil)
    }

    @Test(arguments: [
        ("B: {delete: [nothing]}", "delete: there is no 'nothing' in its parent"),
        (
            "B: {patch: {a.tomll: {x: 1}}}",
            "patch: there is no 'a.tomll' in its parent; did you mean 'a.toml'?"
        ),
        ("B: {move: {b/: c/}}", "move: there is no 'b/' in its parent"),
        ("B: {mode: {b: \"100755\"}}", "mode: there is no 'b' in its parent"),
        ("B: {message: \"日本\", encoding: us-ascii}", "the message cannot be written in us-ascii"),
    ])
    func aChangeThatCannotBeMadeNamesItsCommit(change: String, message: String) throws {
        let history = "graph: A---B\ncommits:\n  \(change)"
        let scenario = try ScenarioText().scenario(history: history)
        let error = #expect(throws: HistoryError.self) { _ = try HistoryPlan(scenario) }
        #expect(error?.message == message)
        #expect(error?.commit?.text == "B")
        #expect(error?.location?.line == 6)
    }
}
