import GitAccess
import GitModel
import TestSupport

/// A bare repository and a writer on it; judged by the git program.
struct WriterWorld {
    let folder: TemporaryFolder
    let repository: TestRepository
    let writer: CommitWriter

    init() async throws {
        folder = try TemporaryFolder()
        repository = try await TestRepository.create(in: folder)
        writer = try CommitWriter(at: repository.path)
    }

    static let ada = signature("Ada Author <ada@example.org>", at: 1_700_000_000)
    static let carl = signature("Carl Committer <carl@example.org>", at: 1_700_000_100)

    static func signature(_ text: String, at seconds: Int64) -> CommitSignature {
        guard let identity = Identity(text) else { preconditionFailure("\(text) is nobody") }
        return CommitSignature(identity: identity, seconds: seconds)
    }

    static func commit(
        _ edits: [(String, String?)], message: String = "Change the data\n"
    ) -> NewCommit {
        NewCommit(
            author: ada, committer: carl, message: message,
            edits: edits.map { FileEdit(path: $0.0, content: $0.1.map { Array($0.utf8) }) })
    }

    /// The one commit of these edits; fails when they clash.
    @discardableResult
    func write(
        _ edits: [(String, String?)], onto base: CommitID?, message: String = "Change the data\n"
    ) async throws -> CommitInfo {
        let result = try await writer.write(
            [Self.commit(edits, message: message)], onto: base)
        guard case .written(let commits) = result, let commit = commits.last else {
            throw Unwritten(result: "\(result)")
        }
        return commit
    }

    struct Unwritten: Error {
        let result: String
    }

    /// The paths with modes and contents' names of a commit, as git lists them.
    func listing(of commit: CommitID) async throws -> [String] {
        let text = try await repository.git("ls-tree", "-r", "--full-tree", commit.hex)
        return text.split(separator: "\n").map { String($0) }
    }

    func paths(of commit: CommitID) async throws -> [String] {
        try await listing(of: commit).compactMap { $0.split(separator: "\t").last.map(String.init) }
    }

    /// Nothing that git's own check would say about the repository, loose ends aside.
    func complaints() async throws -> String {
        try await repository.git("fsck", "--strict", "--full", "--no-dangling")
    }
}
