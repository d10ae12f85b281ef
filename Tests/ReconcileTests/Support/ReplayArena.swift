import Foundation
import GitAccess
import GitModel
import Reconcile
import TestSupport
import Testing

/// A repository whose branches `main` (local) and `theirs` (remote) grew from one commit.
struct ReplayArena: Sendable {
    typealias Files = [String: TestFile]

    /// When every replay of the tests happens: 2026-11-21T09:00:00Z.
    static let date = Date(timeIntervalSince1970: 1_795_251_600)
    static let sheet: TestFile = "[gitsheet]\nroot = 'people'\npath = '${{ slug }}'\n"

    let folder: TemporaryFolder
    let origin: TestRepository
    let repository: GitRepository
    let logs = LogCapture()
    let base: CommitID

    init(_ files: Files = ["base": "1"]) async throws {
        folder = try TemporaryFolder()
        origin = try await TestRepository.create(in: folder)
        base = try await origin.commit(files, message: "Base")
        try await origin.git("branch", "theirs", "main")
        repository = try GitRepository(at: origin.path)
    }

    @discardableResult
    func local(_ files: Files, message: String = "Local") async throws -> CommitID {
        try await origin.commit(files, message: message)
    }

    @discardableResult
    func remote(_ files: Files, message: String = "Remote") async throws -> CommitID {
        try await origin.commit(files, to: "theirs", message: message)
    }

    /// Adds a commit with exactly this header to `main`, with the tree of another one.
    @discardableResult
    func raw(
        like commit: CommitID, parents: [CommitID], author: [UInt8], extra: String = "",
        message: [UInt8]
    ) async throws -> CommitID {
        let tree = try await origin.git("rev-parse", "\(commit)^{tree}")
        var raw = Array("tree \(tree)\n".utf8)
        for parent in parents { raw += Array("parent \(parent)\n".utf8) }
        raw += Array("author ".utf8) + author
        raw += Array("\ncommitter Carl <carl@example.org> 1700000000 +0000\n\(extra)\n".utf8)
        raw += message
        let hex = try await origin.git(
            "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input: raw)
        try await origin.git("update-ref", "refs/heads/main", hex)
        return try #require(CommitID(hex: hex))
    }

    func tips() async throws -> (local: CommitID, remote: CommitID) {
        (
            try #require(try await origin.tip()),
            try #require(try await origin.tip(of: "refs/heads/theirs"))
        )
    }

    var replayer: Replay {
        Replay(repository: repository, committer: .livetree, logger: logs.logger)
    }

    func replay(published: [CommitID] = []) async throws -> ReplayResult {
        let tips = try await tips()
        return try await replayer.replay(
            tips.local, onto: tips.remote, published: published, at: Self.date)
    }

    /// Replays what must not conflict.
    func replayed(published: [CommitID] = []) async throws -> ReplayedHistory {
        let result = try await replay(published: published)
        guard case .clean(let history) = result else {
            Issue.record("\(result)")
            throw CancellationError()
        }
        return history
    }

    /// Replays what must conflict.
    func conflict() async throws -> ReplayConflict {
        let result = try await replay()
        guard case .conflict(let conflict) = result else {
            Issue.record("\(result)")
            throw CancellationError()
        }
        return conflict
    }

    /// A file of a commit, by git, without its last newline.
    func show(_ path: String, in commit: CommitID) async throws -> String {
        try await origin.git("cat-file", "blob", "\(commit):\(path)")
    }

    /// What git says of the commits `onto` has not: trees, authors, dates and messages.
    func story(of tip: String, without onto: CommitID) async throws -> String {
        try await origin.git(
            "log", "--reverse", "--topo-order", "--date=raw", "--format=%T %an <%ae> %ad%n%B",
            "\(onto)..\(tip)")
    }

    /// The tip that `git rebase` makes of `main` on `theirs`, in a work tree of its own.
    func rebasedByGit() async throws -> String {
        let tips = try await tips()
        let path = folder.child("scratch")
        try await origin.git("worktree", "add", "--quiet", "--detach", path, tips.local.hex)
        try await GitProgram.run(["-C", path, "rebase", "--quiet", tips.remote.hex])
        return try await GitProgram.run(["-C", path, "rev-parse", "HEAD"])
    }
}
