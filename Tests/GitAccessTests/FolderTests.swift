import Foundation
import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("What a folder is")
struct FolderTests {
    @Test func tellsTheKindsApartWithoutTouchingThem() async throws {
        let folder = try TemporaryFolder()
        _ = try await TestRepository.create(in: folder, named: "bare.git")
        try await GitProgram.run(["init", "--quiet", folder.child("worktree")])
        _ = try folder.makeFolder("empty")
        _ = try folder.makeFolder("volume/lost+found")
        try folder.write("x", to: "other/notes.txt")
        try folder.write("x", to: "file")
        let before = folder.listing()
        let kinds = ["bare.git", "worktree", "worktree/.git", "empty", "volume", "other", "file"]
            .map { GitRepository.kind(at: folder.child($0)) }
        #expect(
            kinds == [.bare, .notBare, .notBare, .empty, .empty, .notARepository, .notARepository])
        #expect(GitRepository.kind(at: folder.child("absent")) == .missing)
        #expect(folder.listing() == before)
    }

    @Test func aBranchOfAFolderThatWasTakenAwayIsNoEmptyBranch() async throws {
        let folder = try TemporaryFolder()
        let made = try await TestRepository.create(in: folder)
        let repository = try GitRepository(at: made.path)
        let ref = try #require(RefName("refs/heads/nobody"))
        #expect(try await repository.tip(of: ref) == nil)
        try FileManager.default.removeItem(atPath: made.path)
        let error = await #expect(throws: GitError.self) { try await repository.tip(of: ref) }
        #expect(error?.message.contains("is gone") == true)
    }

    @Test(
        "unsupported, by name",
        arguments: [
            ("extensions.objectFormat", "sha256", "sha256"),
            ("extensions.refStorage", "reftable", "reftable"),
            ("extensions.partialClone", "origin", "partial clone"),
            ("remote.origin.promisor", "true", "partial clone"),
            ("extensions.worktreeConfig", "true", "extensions.worktreeconfig"),
        ])
    func namesWhatIsUnsupported(key: String, value: String, word: String) async throws {
        let folder = try TemporaryFolder()
        let repository = try await TestRepository.create(in: folder)
        try await GitProgram.run(["config", "-f", repository.path + "/config", key, value])
        try await GitProgram.run(
            ["config", "-f", repository.path + "/config", "core.repositoryFormatVersion", "1"])
        guard case .unsupported(let reason) = GitRepository.kind(at: repository.path) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains(word))
        let error = #expect(throws: GitError.self) { try GitRepository(at: repository.path) }
        #expect(error?.message.contains(word) == true)
    }

    @Test func aRealSHA256RepositoryIsRefusedByName() async throws {
        let folder = try TemporaryFolder()
        let path = folder.child("sha256.git")
        try await GitProgram.run(["init", "--quiet", "--bare", "--object-format=sha256", path])
        guard case .unsupported(let reason) = GitRepository.kind(at: path) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("sha256"))
    }

    @Test func opensOnlyBareRepositories() async throws {
        let folder = try TemporaryFolder()
        try await GitProgram.run(["init", "--quiet", folder.child("worktree")])
        _ = try folder.makeFolder("worktree/inside")
        for name in ["worktree", "worktree/inside", "absent"] {
            #expect(throws: GitError.self) { try GitRepository(at: folder.child(name)) }
        }
    }

    @Test(.enabled(if: getuid() == 0, "only root can give a folder away"))
    func whoOwnsTheFolderDoesNotMatter() async throws {
        let world = try await World()
        for path in [world.origin.path]
            + world.folder.listing(of: "origin.git").map({
                world.origin.path + "/" + $0
            })
        {
            try #require(chown(path, 4242, 4242) == 0)
        }
        let repository = try world.open()
        #expect(try await repository.tip(of: world.main.ref) == world.second)
        _ = try await repository.move(
            world.main.ref, from: world.second, to: world.first, reason: "x")
        let transport = World.transport()
        let clone = try await TestRepository.create(in: world.folder, named: "given.git")
        try #require(chown(clone.path, 4242, 4242) == 0)
        let source = try await TestRepository.create(in: world.folder, named: "source.git")
        let tip = try await source.commit(["a": "b"])
        #expect(
            await transport.fetch(
                remote: source.path, branch: world.main, into: clone.path, timeout: .seconds(20))
                == .fetched(remoteTip: tip))
    }

    @Test func makesABareRepositoryThatGitAccepts() async throws {
        let folder = try TemporaryFolder()
        let path = folder.child("deep/er/new.git")
        try GitRepository.createBare(at: path, initialBranch: World.branch("data/live"))
        let made = TestRepository.existing(at: path, in: folder)
        #expect(GitRepository.kind(at: path) == .bare)
        #expect(try await made.git("symbolic-ref", "HEAD") == "refs/heads/data/live")
        #expect(try await made.git("fsck", "--no-progress") == "")
        #expect(throws: GitError.self) {
            try GitRepository.createBare(at: path, initialBranch: World.branch("main"))
        }
    }

    @Test func theRemoteURLFollows() async throws {
        let world = try await World()
        let repository = try world.open()
        #expect(try await repository.remoteURL() == nil)
        try await repository.setRemote(url: "https://example.org/a.git")
        try await repository.setRemote(url: "https://example.org/b.git")
        #expect(
            try await world.origin.git("config", "remote.origin.url") == "https://example.org/b.git"
        )
        try world.folder.write("", to: "origin.git/config.lock")
        try await repository.setRemote(url: "https://example.org/b.git")
        await #expect(throws: GitError.self) { try await repository.setRemote(url: nil) }
        try FileManager.default.removeItem(atPath: world.origin.path + "/config.lock")
        try await repository.setRemote(url: nil)
        #expect(try await repository.remoteURL() == nil)
    }
}
