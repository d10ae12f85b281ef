import GitAccess
import GitModel
import LiveData
import Sheets
import TestSupport
import Testing

@Suite struct SnapshotBuilderTests {
    private func json(_ snapshot: Snapshot, _ sheet: String, _ path: String) -> String? {
        snapshot.record(sheet: sheet, path: path).map { String(decoding: $0.json, as: UTF8.self) }
    }

    @Test func servesTheRecordsOfEverySheet() async throws {
        let world = try await World.make()
        let commit = try await world.commit([
            ".gitsheets/people.toml": World.people,
            ".gitsheets/projects.toml": World.projects,
            "people/jane.toml": .person("jane", "Writes code"),
            "projects/acme/site.toml": "owner = \"acme\"\nslug = \"site\"\nyear = 2024\n",
            "people/deep/too.toml": "this is no record: = [",
            "README.md": "ignored",
        ])
        let candidate = try await world.builder().build(commit: commit, over: nil)
        let snapshot = candidate.snapshot
        #expect(snapshot.commit == commit.id)
        #expect(snapshot.tree == commit.tree)
        #expect(snapshot.generation == 1)
        #expect(snapshot.recordCount == 2)
        #expect(snapshot.sheets.keys.sorted() == ["people", "projects"])
        #expect(json(snapshot, "people", "jane") == #"{"bio":"Writes code","slug":"jane"}"#)
        #expect(
            json(snapshot, "projects", "acme/site")
                == #"{"owner":"acme","slug":"site","year":2024}"#)
        #expect(candidate.changes.map(\.path) == ["jane", "acme/site"])
        #expect(candidate.changes.allSatisfy { $0.op == .added })
    }

    @Test func aBranchWithoutCommitsHasNoSheets() async throws {
        let world = try await World.make()
        let empty = try await world.builder().build(commit: nil, over: nil).snapshot
        #expect(empty.commit == nil)
        #expect(empty.sheets.isEmpty)
        let first = try await world.build(
            [".gitsheets/people.toml": World.people, "people/a.toml": .person("a", "x")],
            over: empty)
        #expect(first.snapshot.generation == 2)
        #expect(first.changes == [RecordChange(sheet: "people", path: "a", op: .added)])
        let gone = try await world.builder().build(commit: nil, over: first.snapshot)
        #expect(gone.changes == [RecordChange(sheet: "people", path: "a", op: .removed)])
        #expect(gone.snapshot.recordCount == 0)
    }

    @Test func readsOnlyWhatDiffersAndSharesTheRest() async throws {
        let world = try await World.make()
        var files: [String: TestFile] = [
            ".gitsheets/people.toml": World.people, ".gitsheets/projects.toml": World.projects,
        ]
        for number in 0..<2_000 {
            files["people/p\(10_000 + number).toml"] = .person("p\(10_000 + number)", "x")
        }
        let old = try await world.build(files).snapshot
        let candidate = try await world.build(
            ["people/p11000.toml": .person("p11000", "changed")], over: old)
        let new = candidate.snapshot
        let before = try #require(old.sheets["people"]?.records)
        let after = try #require(new.sheets["people"]?.records)
        #expect(
            Set(before.chunkIdentities).subtracting(after.chunkIdentities).count == 1)
        #expect(before["p10000"] === after["p10000"])
        #expect(before["p11000"] !== after["p11000"])
        #expect(
            candidate.changes == [RecordChange(sheet: "people", path: "p11000", op: .changed)])
        #expect(json(old, "people", "p11000") == #"{"bio":"x","slug":"p11000"}"#)
        #expect(json(new, "people", "p11000") == #"{"bio":"changed","slug":"p11000"}"#)
    }

    @Test func tellsEachKindOfChange() async throws {
        let world = try await World.make()
        let old = try await world.build([
            ".gitsheets/people.toml": World.people,
            "people/a.toml": .person("a", "x"), "people/b.toml": .person("b", "x"),
            "people/c.toml": .person("c", "x"),
        ]).snapshot
        let changes = try await world.build(
            [
                "people/a.toml": .person("a", "y"), "people/b.toml": .removed,
                "people/c.toml": .executable("slug = \"c\"\nbio = \"x\"\n"),
                "people/d.toml": .person("d", "x"),
            ], over: old
        ).changes
        #expect(
            changes == [
                RecordChange(sheet: "people", path: "a", op: .changed),
                RecordChange(sheet: "people", path: "b", op: .removed),
                RecordChange(sheet: "people", path: "d", op: .added),
            ])
    }

    @Test func refusesATreeWithAnyBadRecordAndNamesThemAll() async throws {
        let world = try await World.make()
        let good = try await world.build([
            ".gitsheets/people.toml": World.people, "people/a.toml": .person("a", "x"),
        ]).snapshot
        let rows = try await world.search.rowCount()
        let bad: [String: TestFile] = [
            "people/broken.toml": "slug = \"broken\"\nbio = = 1\n",
            "people/link.toml": .symlink(target: "a.toml"),
            "people/module.toml": .gitlink(String(repeating: "1", count: 40)),
            "people/other.toml": .person("someone-else", "x"),
            "people/bytes.toml": .bytes(
                Array("slug = \"bytes\"\nbio = \"".utf8) + [0xFF, 0x22, 10]),
            ".gitsheets/wrong.toml": "[gitsheet]\nroot = 7\n",
        ]
        for base in [good, nil] {
            let commit = try await world.commit(bad)
            let error = await #expect(throws: SnapshotError.self) {
                try await world.builder().build(commit: commit, over: base)
            }
            let problems = SnapshotError.problems(of: error)
            #expect(problems.map(\.path) == bad.keys.sorted())
            #expect(problems.first { $0.path == "people/broken.toml" }?.line == 2)
            #expect(
                problems.first { $0.path == "people/link.toml" }?.reason.contains("symbolic link")
                    == true)
        }
        try await world.search.sweep()
        #expect(try await world.search.rowCount() == rows)
    }

    @Test func listsTheFirstThousandProblemsAndCountsAll() async throws {
        let world = try await World.make()
        var files: [String: TestFile] = [".gitsheets/people.toml": World.people]
        for number in 0..<1_200 { files["people/p\(10_000 + number).toml"] = "= bad" }
        let commit = try await world.commit(files)
        let error = await #expect(throws: SnapshotError.self) {
            try await world.builder().build(commit: commit, over: nil)
        }
        guard case .unservable(commit.id, let problems, 1_200) = error else {
            Issue.record("not refused: \(String(describing: error))")
            return
        }
        #expect(problems.count == 1_000)
        #expect(problems.first?.path == "people/p10000.toml")
        let skipped = try await world.builder(.skip).build(commit: commit, over: nil).snapshot
        #expect(skipped.problems.count == 1_000)
        #expect(skipped.problemCount == 1_200)
    }

    @Test func aBuildWhoseServerStopsIsNoDamage() async throws {
        let world = try await World.make()
        let commit = try await world.commit([
            ".gitsheets/people.toml": World.people, "people/ada.toml": .person("ada", "first"),
        ])
        let build = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await world.builder().build(commit: commit, over: nil)
        }
        let error = await #expect(throws: SnapshotError.self) { try await build.value }
        guard case .stopping = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func skippingServesTheRestAndAProblemGoesWithItsCause() async throws {
        let world = try await World.make()
        let first = try await world.build(
            [
                ".gitsheets/people.toml": World.people, ".gitsheets/bad.toml": "= bad",
                "people/a.toml": .person("a", "x"), "people/b.toml": "= bad",
                "people/c.toml": .symlink(target: "a.toml"), "people/d.toml": "= bad",
            ], policy: .skip
        ).snapshot
        #expect(
            first.problems.map(\.path) == [
                ".gitsheets/bad.toml", "people/b.toml", "people/c.toml", "people/d.toml",
            ])
        #expect(first.sheets["people"]?.records.map(\.key) == ["a"])
        let second = try await world.build(
            ["people/b.toml": .person("b", "x"), "people/d.toml": .removed], over: first,
            policy: .skip
        ).snapshot
        #expect(second.problems.map(\.path) == [".gitsheets/bad.toml", "people/c.toml"])
        #expect(second.sheets["people"]?.records.map(\.key) == ["a", "b"])
        let third = try await world.build(
            [
                ".gitsheets/bad.toml": .removed, "people/c.toml": .person("c", "x"),
                "people/a.toml": "= bad",
            ], over: second, policy: .skip
        ).snapshot
        #expect(third.problems.map(\.path) == ["people/a.toml"])
        #expect(third.sheets["people"]?.records.map(\.key) == ["b", "c"])
    }

    @Test func aSymlinkThatBecomesAFileWithTheSameBytesIsRead() async throws {
        let world = try await World.make()
        let text = "slug = \"a\"\n"
        let first = try await world.build(
            [".gitsheets/people.toml": World.people, "people/a.toml": .symlink(target: text)],
            policy: .skip
        ).snapshot
        #expect(first.problems.map(\.path) == ["people/a.toml"])
        let second = try await world.build(["people/a.toml": .text(text)], over: first).snapshot
        #expect(second.record(sheet: "people", path: "a") != nil)
    }

    @Test func servesAttachmentsOfRecordsThatExist() async throws {
        let world = try await World.make()
        let first = try await world.build([
            ".gitsheets/people.toml": World.people,
            "people/jane.toml": .person("jane", "x"),
            "people/jane/photo.jpg": "jpeg", "people/jane/cv/2024.pdf": "pdf",
            "people/jane/link.jpg": .symlink(target: "photo.jpg"),
            "people/bob/photo.jpg": "orphan", "people/stray.jpg": "stray",
        ]).snapshot
        func path(_ snapshot: Snapshot, _ record: String, _ name: String) -> String? {
            snapshot.attachment(sheet: "people", path: record, name: name)?.path
        }
        #expect(path(first, "jane", "photo.jpg") == "jane/photo.jpg")
        #expect(path(first, "jane", "cv/2024.pdf") == "jane/cv/2024.pdf")
        #expect(path(first, "jane", "link.jpg") == nil)
        #expect(path(first, "bob", "photo.jpg") == nil)
        #expect(first.attachment(sheet: "none", path: "jane", name: "photo.jpg") == nil)
        let second = try await world.build(
            [
                "people/bob.toml": .person("bob", "x"), "people/jane.toml": .removed,
                "people/bob/new.txt": "new",
            ], over: first
        ).snapshot
        #expect(path(second, "bob", "photo.jpg") == "bob/photo.jpg")
        #expect(path(second, "bob", "new.txt") == "bob/new.txt")
        #expect(path(second, "jane", "photo.jpg") == nil)
        let blob = try #require(
            second.attachment(sheet: "people", path: "bob", name: "new.txt")?.blob)
        #expect(try await world.repository.blob(blob) == Array("new".utf8))
    }

    @Test func aChangedDeclarationReadsItsSheetAnew() async throws {
        let world = try await World.make()
        let first = try await world.build([
            ".gitsheets/people.toml": World.people, ".gitsheets/projects.toml": World.projects,
            "people/a.toml": .person("a", "x"), "staff/b.toml": .person("b", "y"),
            "projects/o/p.toml": "owner = \"o\"\nslug = \"p\"\n",
        ]).snapshot
        let moved: TestFile = "[gitsheet]\nroot = \"staff\"\npath = \"${{ slug }}\"\n"
        let candidate = try await world.build([".gitsheets/people.toml": moved], over: first)
        let second = candidate.snapshot
        #expect(second.sheets["people"]?.records.map(\.key) == ["b"])
        #expect(
            candidate.changes == [
                RecordChange(sheet: "people", path: "a", op: .removed),
                RecordChange(sheet: "people", path: "b", op: .added),
            ])
        #expect(
            second.sheets["projects"]?.records.chunkIdentities
                == first.sheets["projects"]?.records.chunkIdentities)
        #expect(try await world.found("x", in: second) == [])
        #expect(try await world.found("y", in: second) == ["people/b"])
        #expect(try await world.found("x", in: first) == ["people/a"])
        let dropped = try await world.build([".gitsheets/people.toml": .removed], over: second)
        #expect(dropped.snapshot.sheets.keys.sorted() == ["projects"])
        #expect(dropped.changes == [RecordChange(sheet: "people", path: "b", op: .removed)])
    }

    @Test func sheetsWithOverlappingRootsEachHoldTheRecord() async throws {
        let world = try await World.make()
        let all: TestFile = "[gitsheet]\nroot = \".\"\npath = \"people/${{ slug }}\"\n"
        let snapshot = try await world.build([
            ".gitsheets/people.toml": World.people, ".gitsheets/all.toml": all,
            "people/a.toml": .person("a", "x"),
        ]).snapshot
        #expect(snapshot.record(sheet: "people", path: "a") != nil)
        #expect(snapshot.record(sheet: "all", path: "people/a") != nil)
        #expect(try await world.found("x", in: snapshot) == ["all/people/a", "people/a"])
    }
}
