import GitAccess
import GitModel
import Logging
import TestSupport

/// A remote with two commits and a bare clone of it, in a folder of their own.
struct World {
    let folder: TemporaryFolder
    let origin: TestRepository
    let first: CommitID
    let second: CommitID
    let main = World.branch("main")

    init() async throws {
        folder = try TemporaryFolder()
        origin = try await TestRepository.create(in: folder)
        first = try await origin.commit(["people/ada.toml": "name = \"Ada\"\n"])
        second = try await origin.commit(["people/bob.toml": "name = \"Bob\"\n"])
    }

    /// A bare clone with its own references.
    func clone(_ name: String = "clone.git") async throws -> TestRepository {
        try await origin.clone(named: name)
    }

    /// Opens the origin itself.
    func open() throws -> GitRepository { try GitRepository(at: origin.path) }

    /// A transport with the tests' own environment.
    static func transport(
        git: String = "git", _ more: [String: String] = [:]
    ) -> Transport {
        var environment = GitProgram.environment
        environment.merge(more) { $1 }
        return Transport(git: git, environment: environment, logger: Logger(label: "test"))
    }

    /// A name the test knows to be valid.
    static func branch(_ text: String) -> BranchName {
        guard let branch = BranchName(text) else { preconditionFailure("\(text) is no branch") }
        return branch
    }

    static func ref(_ text: String) -> RefName {
        guard let ref = RefName(text) else { preconditionFailure("\(text) is no reference") }
        return ref
    }
}
