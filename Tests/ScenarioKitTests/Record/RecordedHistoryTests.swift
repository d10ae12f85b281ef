import Foundation
import GitModel
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("What is recorded of a history")
struct RecordedHistoryTests {
    private func history(of clinic: Clinic) async throws -> RecordedHistory {
        let local = try await clinic.local.git("rev-parse", "main")
        let remote = try await clinic.origin.git("rev-parse", "main")
        let pool = clinic.folder.child("pool.git")
        let git = GitProgram(
            path: try Clinic.git(), environment: GitProgram.hermetic(home: "/", path: "/usr/bin"))
        try await git.must(["init", "-q", "--bare", pool], in: clinic.folder.path)
        try Data("\(clinic.local.path)/objects\n\(clinic.origin.path)/objects\n".utf8).write(
            to: URL(fileURLWithPath: "\(pool)/objects/info/alternates"))
        return try await RecordedHistory(
            pool: pool, git: git, local: local, remote: remote, tips: [local, remote])
    }

    @Test func bothSidesAreNamedForWhereTheyAre() async throws {
        let clinic = try await Clinic.open()
        try await clinic.local(["people/x.toml": "slug = 'x'\n"])
        try await clinic.origin.commit(["people/y.toml": "slug = 'y'\n"])
        let recorded = try await history(of: clinic)
        #expect(recorded.commits.map(\.name.text).sorted() == ["A1", "A2", "L1", "R1"])
        let ours = try #require(recorded.commits.first { $0.name.text == "L1" })
        #expect(ours.parents.map(\.text) == ["A2"])
        #expect(ours.changes.map(\.path) == ["people/x.toml"])
    }

    @Test func oldHistoryIsLeftOut() async throws {
        let clinic = try await Clinic.open()
        for number in 1...6 {
            let text = TestFile.text("slug = 'n\(number)'\n")
            try await clinic.origin.commit(["people/n\(number).toml": text])
        }
        try await clinic.local.git("fetch", "-q", clinic.origin.path, "+main:main")
        try await clinic.local(["people/x.toml": "slug = 'x'\n"])
        let recorded = try await history(of: clinic)
        #expect(recorded.commits.map(\.name.text) == ["A1", "A2", "A3", "L1"])
        let root = try #require(recorded.commits.first)
        #expect(root.parents.isEmpty)
        #expect(root.changes.contains { $0.path == "people/jane.toml" })
    }

    @Test func bytesThatAreNoTextStayWhatTheyAre() async throws {
        let clinic = try await Clinic.open()
        let file = clinic.folder.child("bytes")
        try Data([0xFF, 0x00, 0x0A]).write(to: URL(fileURLWithPath: file))
        let blob = try await clinic.local.git("hash-object", "-w", file)
        let tree = try await clinic.local.git(
            "mktree", input: Array("100644 blob \(blob)\tx.bin\n".utf8))
        let commit = try await clinic.local.git("commit-tree", tree, "-p", "main", "-m", "x")
        try await clinic.local.git("update-ref", "refs/heads/main", commit)
        let recorded = try await history(of: clinic)
        let ours = try #require(recorded.commits.last)
        let change = ours.changes.first { $0.path == "x.bin" }?.change
        #expect(change == .bytes([0xFF, 0x00, 0x0A]))
        #expect(ours.changes.contains { $0.path == "people/bob.toml" && $0.change == .delete })
    }
}
