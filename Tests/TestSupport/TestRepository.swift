package import GitModel
import Subprocess
import Synchronization

/// A real bare repository that tests fill and inspect through the git program only.
package final class TestRepository: Sendable {
    /// The bare folder.
    package let path: String
    /// Kept so that the folder outlives the repository.
    private let folder: TemporaryFolder

    /// Seconds since 1970 of the latest commit made by any test of this process: no two commits
    /// are alike by accident.
    private static let clock = Mutex<Int64>(1_700_000_000)

    private init(path: String, folder: TemporaryFolder) {
        self.path = path
        self.folder = folder
    }

    /// Creates an empty bare repository `<folder>/<name>`.
    package static func create(
        in folder: TemporaryFolder, named name: String = "origin.git", branch: String = "main"
    ) async throws -> TestRepository {
        let path = folder.child(name)
        try await GitProgram.run(["init", "--quiet", "--bare", "--initial-branch", branch, path])
        return TestRepository(path: path, folder: folder)
    }

    /// Makes a bare clone of this repository beside it.
    package func clone(named name: String) async throws -> TestRepository {
        let target = folder.child(name)
        try await GitProgram.run(["clone", "--quiet", "--bare", path, target])
        return TestRepository(path: target, folder: folder)
    }

    /// Names a repository that something else made.
    package static func existing(at path: String, in folder: TemporaryFolder) -> TestRepository {
        TestRepository(path: path, folder: folder)
    }

    /// Runs `git --git-dir=<path> …` and returns standard output without its last newline.
    @discardableResult
    package func git(_ arguments: String..., input: [UInt8] = []) async throws -> String {
        try await GitProgram.run(["--git-dir=\(path)"] + arguments, input: input)
    }

    /// Adds one commit to `branch` by fast-import.
    ///
    /// `files` are put over the first parent's tree. `parents` defaults to the branch's tip, or to
    /// none when there is no such branch; given, the branch is moved to the new commit whatever
    /// it was (an empty array makes a new root).
    @discardableResult
    package func commit(
        _ files: [String: TestFile] = [:], to branch: String = "main", parents: [CommitID]? = nil,
        message: String = "Change the data"
    ) async throws -> CommitID {
        let ref = "refs/heads/\(branch)"
        var onto = parents ?? []
        if parents == nil, let tip = try await tip(of: ref) { onto = [tip] }
        let time = Self.clock.withLock { time in
            time += 1
            return time
        }
        var stream = FastImportStream()
        stream.commit(
            to: ref, message: message, time: time, parents: onto,
            files: files.sorted { $0.key < $1.key })
        let answer = try await git("fast-import", "--quiet", "--force", input: stream.bytes)
        guard let id = CommitID(hex: answer) else {
            throw GitProgram.Failure(
                arguments: ["fast-import"], exit: .exited(0), output: "no commit in \(answer)")
        }
        return id
    }

    /// The object a reference names, nil when there is none.
    package func tip(of ref: String = "refs/heads/main") async throws -> CommitID? {
        let line = try await git("for-each-ref", "--format=%(objectname)", ref)
        return CommitID(hex: line)
    }

    /// The tree of a commit.
    package func tree(of commit: CommitID) async throws -> TreeID? {
        TreeID(hex: try await git("rev-parse", "\(commit.hex)^{tree}"))
    }

    /// Every reference with the object it names, as one sorted text.
    package func allRefs() async throws -> String {
        try await git("for-each-ref", "--format=%(objectname) %(refname)")
    }
}
