import Foundation
import GitAccess
import GitModel
import Logging
import Reconcile
import TestSupport
import Testing

/// One bare repository with a base, the branch `main` of ours and the branch `theirs`.
struct ReplayWorld: Sendable {
    let folder: TemporaryFolder
    let git: TestRepository
    let repository: GitRepository
    let base: CommitID

    static let sheet: TestFile = "[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n"
    static let date = Date(timeIntervalSince1970: 1_795_251_600)

    init(_ files: [String: TestFile] = [:]) async throws {
        folder = try TemporaryFolder()
        git = try await TestRepository.create(in: folder)
        let all = files.merging([".gitsheets/people.toml": Self.sheet]) { $1 }
        base = try await git.commit(all)
        repository = try GitRepository(at: git.path)
    }

    /// A record with a few lines between its first and its last field.
    static func person(_ first: String, _ last: String, comment: String = "") -> TestFile {
        .text(
            "\(comment)a = \"\(first)\"\nb = 1\nc = 2\nd = 3\ne = 4\nf = 5\nslug = \"jane\"\nz = \"\(last)\"\n"
        )
    }

    @discardableResult
    func theirs(_ files: [String: TestFile], _ message: String = "Theirs") async throws -> CommitID
    {
        let tip = try await git.tip(of: "refs/heads/theirs") ?? base
        return try await git.commit(files, to: "theirs", parents: [tip], message: message)
    }

    /// Replays `main` onto `theirs`.
    func replay(published: [CommitID] = []) async throws -> ReplayResult {
        let replay = Replay(
            repository: repository, committer: .livetree,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        return try await replay.replay(
            try #require(try await git.tip()),
            onto: try #require(try await git.tip(of: "refs/heads/theirs")), published: published,
            at: Self.date)
    }

    /// The history of a clean replay; a conflict fails the test.
    func clean() async throws -> ReplayedHistory {
        switch try await replay() {
        case .clean(let history): return history
        case .conflict(let conflict):
            Issue.record("conflict: \(conflict.files)")
            throw CancellationError()
        }
    }

    /// Path and reason of each conflict; a clean replay fails the test.
    func conflicts() async throws -> [MergeConflict] {
        guard case .conflict(let conflict) = try await replay() else {
            Issue.record("no conflict")
            return []
        }
        return conflict.files
    }

    /// The text of a file in a commit.
    func text(_ path: String, in commit: CommitID) async throws -> String {
        try await git.git("show", "\(commit.hex):\(path)")
    }

    /// Author, author date, message and tree of the commits on top of `theirs`, oldest first.
    func log(_ tip: String, zone: Bool = true) async throws -> String {
        try await git.git(
            "log", "--reverse", "--topo-order", "--encoding=UTF-8",
            "--format=%an <%ae> %ad %T%n%B", "--date=raw", "theirs..\(tip)")
    }

    /// The same replay by git rebase, in a work tree of its own; returns the branch's new tip.
    func rebase() async throws -> CommitID {
        let copy = folder.child("worktree")
        try await GitProgram.run(["clone", "-q", "-b", "main", git.path, copy])
        try await GitProgram.run([
            "-C", copy, "-c", "merge.renames=false", "rebase", "-q", "--reapply-cherry-picks",
            "--empty=drop", "origin/theirs",
        ])
        let tip = try await GitProgram.run(["-C", copy, "rev-parse", "HEAD"])
        try await git.git("fetch", "-q", copy, "HEAD:refs/heads/rebased")
        return try #require(CommitID(hex: tip))
    }
}
