import TestSupport
import Testing

@testable import ScenarioKit

@Suite("Whether a commit carries another's change")
struct CommitChangeTests {
    /// Two sides of a base with two records, and commits on both.
    private struct Bench {
        let folder: TemporaryFolder
        let git: ScenarioKit.GitProgram
        let path: String

        init() async throws {
            folder = try TemporaryFolder()
            git = ScenarioKit.GitProgram(
                path: "/usr/bin/git",
                environment: ScenarioKit.GitProgram.hermetic(
                    home: folder.path, path: "/usr/bin:/bin"))
            path = folder.child("x.git")
            try await git.must(["init", "-q", "--bare", path], in: folder.path)
        }

        func commit(_ files: [String: String], on parent: String?) async throws -> String {
            var list = ""
            for (name, text) in files.sorted(by: { $0.key < $1.key }) {
                let blob = try await git.must(
                    ["hash-object", "-w", "--stdin"], in: path, input: Array(text.utf8)
                ).text
                list += "100644 blob \(blob)\t\(name)\n"
            }
            let tree = try await git.must(["mktree"], in: path, input: Array(list.utf8)).text
            let parents = parent.map { ["-p", $0] } ?? []
            return try await git.must(["commit-tree", "-m", "x"] + parents + [tree], in: path).text
        }

        func carries(_ commit: String, _ original: String) async throws -> Bool {
            let change = try await CommitChange(of: commit, in: path, git: git)
            let wanted = try await CommitChange(of: original, in: path, git: git)
            let tree = try await CommitChange.tree(of: commit, in: path, git: git)
            return wanted.isCarried(by: change, tree: tree)
        }
    }

    @Test func theSameLinesElsewhereAreTheSameChange() async throws {
        let bench = try await Bench()
        let base = try await bench.commit(["a": "1\n2\n3\n", "b": "b\n"], on: nil)
        let local = try await bench.commit(["a": "1\n2\nthree\n", "b": "b\n"], on: base)
        let remote = try await bench.commit(["a": "0\n1\n2\n3\n", "b": "b\n"], on: base)
        let replay = try await bench.commit(["a": "0\n1\n2\nthree\n", "b": "b\n"], on: remote)
        #expect(try await bench.carries(replay, local))
    }

    @Test func aCommitThatLeavesAFileOutDoesNot() async throws {
        let bench = try await Bench()
        let base = try await bench.commit(["a": "a\n", "b": "b\n"], on: nil)
        let local = try await bench.commit(["a": "A\n", "b": "B\n"], on: base)
        let half = try await bench.commit(["a": "A\n", "b": "b\n"], on: base)
        let nothing = try await bench.commit(["a": "a\n", "b": "b\n"], on: base)
        #expect(try await !bench.carries(half, local))
        #expect(try await !bench.carries(nothing, local))
    }

    @Test func whatSomeoneElseDidAlreadyNeedNotBeDoneAgain() async throws {
        let bench = try await Bench()
        let base = try await bench.commit(["a": "a\n", "b": "b\n", "c": "c\n"], on: nil)
        let local = try await bench.commit(["a": "A\n", "c": "c\n"], on: base)
        let remote = try await bench.commit(["a": "a\n", "c": "c\n"], on: base)
        let replay = try await bench.commit(["a": "A\n", "c": "c\n"], on: remote)
        #expect(try await bench.carries(replay, local))
    }

    @Test func anotherBinaryFileIsAnotherChange() async throws {
        let bench = try await Bench()
        let base = try await bench.commit(["a": "a\u{0}1"], on: nil)
        let local = try await bench.commit(["a": "a\u{0}2"], on: base)
        let other = try await bench.commit(["a": "a\u{0}3"], on: base)
        let here = try await CommitChange(of: local, in: bench.path, git: bench.git)
        let there = try await CommitChange(of: other, in: bench.path, git: bench.git)
        #expect(here.patch != there.patch)
    }
}
