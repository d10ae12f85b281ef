import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Moving a reference")
struct RefMoveTests {
    @Test func movesFromTheExpectedValue() async throws {
        let world = try await World()
        let repository = try world.open()
        let result = try await repository.move(
            world.main.ref, from: world.second, to: world.first, reason: "test")
        #expect(result == .moved)
        #expect(try await world.origin.tip() == world.first)
        #expect(try await repository.tip(of: world.main.ref) == world.first)
    }

    @Test func leavesAnyOtherValueAloneAndNamesIt() async throws {
        let world = try await World()
        let repository = try world.open()
        let result = try await repository.move(
            world.main.ref, from: world.first, to: world.first, reason: "test")
        #expect(result == .stale(world.second))
        #expect(try await world.origin.tip() == world.second)
    }

    @Test func aReferenceThatIsGoneIsStale() async throws {
        let world = try await World()
        let result = try await world.open().move(
            World.ref("refs/heads/gone"), from: world.first, to: world.second, reason: "test")
        #expect(result == .stale(nil))
        #expect(try await world.origin.tip(of: "refs/heads/gone") == nil)
    }

    @Test func createsOnlyWhatDoesNotExist() async throws {
        let world = try await World()
        let repository = try world.open()
        let name = World.ref("refs/heads/conflicts/2026-01-02T03-04-05Z")
        #expect(
            try await repository.move(name, from: nil, to: world.first, reason: "x") == .moved)
        #expect(
            try await repository.move(name, from: nil, to: world.second, reason: "x")
                == .stale(world.first))
        #expect(try await world.origin.tip(of: name.text) == world.first)
    }

    @Test func seesPackedReferences() async throws {
        let world = try await World()
        let repository = try world.open()
        try await world.origin.git("pack-refs", "--all")
        #expect(
            try await repository.move(world.main.ref, from: nil, to: world.first, reason: "x")
                == .stale(world.second))
        #expect(
            try await repository.move(
                world.main.ref, from: world.second, to: world.first, reason: "x") == .moved)
        #expect(try await world.origin.tip() == world.first)
    }

    @Test func oneOfManyCreatorsWins() async throws {
        let world = try await World()
        let name = World.ref("refs/heads/contended")
        let path = world.origin.path
        let commits = [world.first, world.second]
        let results = try await withThrowingTaskGroup(of: RefMove.self) { group in
            for index in 0..<24 {
                group.addTask {
                    try await GitRepository(at: path)
                        .move(name, from: nil, to: commits[index % 2], reason: "race")
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0 == .moved } == 1)
        let tip = try await world.origin.tip(of: name.text)
        #expect(results.allSatisfy { $0 == .moved || $0 == .stale(tip) })
    }

    @Test func aHeldLockIsAnErrorThatNamesTheFile() async throws {
        let world = try await World()
        let lock = try world.folder.write("", to: "origin.git/refs/heads/main.lock")
        let repository = try world.open()
        let error = await #expect(throws: GitError.self) {
            try await repository.move(
                world.main.ref, from: world.second, to: world.first, reason: "test")
        }
        #expect(error?.code == .locked)
        #expect(error?.message.contains(lock) == true)
        #expect(try await world.origin.tip() == world.second)
    }

    @Test func aBranchCannotStandBesideAFolderOfItsName() async throws {
        let world = try await World()
        let repository = try world.open()
        try await world.origin.git("branch", "a/b", world.first.hex)
        try await world.origin.git("pack-refs", "--all")
        for name in ["refs/heads/a", "refs/heads/a/b/c"] {
            let error = await #expect(throws: GitError.self) {
                try await repository.move(
                    World.ref(name), from: nil, to: world.first, reason: "test")
            }
            #expect(error?.code == .exists)
            #expect(error?.message.contains("refs/heads/a/b") == true)
        }
        #expect(try await world.origin.git("fsck", "--no-progress") == "")
    }

    @Test func neverNamesWhatIsNotThere() async throws {
        let world = try await World()
        let repository = try world.open()
        let missing = CommitID(ObjectID.zero)
        let tree = try #require(try await world.origin.tree(of: world.first))
        for target in [missing, CommitID(tree.object)] {
            await #expect(throws: GitError.self) {
                try await repository.move(
                    world.main.ref, from: world.second, to: target, reason: "test")
            }
        }
        #expect(try await world.origin.tip() == world.second)
    }

    @Test func theReflogNamesTheServerAndTheReason() async throws {
        let folder = try TemporaryFolder()
        let world = try await World()
        let path = folder.child("made.git")
        try GitRepository.createBare(at: path, initialBranch: world.main)
        let made = TestRepository.existing(at: path, in: folder)
        let commit = try await made.commit(["a.toml": ""], to: "other")
        let repository = try GitRepository(at: path)
        _ = try await repository.move(world.main.ref, from: nil, to: commit, reason: "first write")
        let log = try await made.git("reflog", "--format=%gn <%ge> %gs", "refs/heads/main")
        #expect(log == "Livetree <livetree@localhost> first write")
    }

    @Test func deletesOnlyTheExpectedValue() async throws {
        let world = try await World()
        let repository = try world.open()
        let name = World.ref("refs/heads/old")
        try await world.origin.git("branch", "old", world.first.hex)
        try await world.origin.git("pack-refs", "--all")
        #expect(
            try await repository.delete(name, expecting: world.second) == .stale(world.first))
        #expect(try await repository.delete(name, expecting: world.first) == .moved)
        #expect(try await repository.delete(name, expecting: world.first) == .stale(nil))
        #expect(try await world.origin.tip(of: name.text) == nil)
    }

    @Test func listsReferencesBelowAPrefix() async throws {
        let world = try await World()
        let repository = try world.open()
        try await world.origin.git("branch", "conflicts/b", world.first.hex)
        try await world.origin.git("pack-refs", "--all")
        try await world.origin.git("branch", "conflicts/a", world.second.hex)
        try await world.origin.git("tag", "--annotate", "-m", "x", "v1", world.first.hex)
        let found = try await repository.refs(prefix: "refs/heads/conflicts/")
        #expect(
            found == [
                RefTip(name: World.ref("refs/heads/conflicts/a"), commit: world.second),
                RefTip(name: World.ref("refs/heads/conflicts/b"), commit: world.first),
            ])
        #expect(try await repository.refs(prefix: "refs/tags/").isEmpty)
    }

    @Test func aDamagedReferenceIsAnErrorNotAnAbsence() async throws {
        let world = try await World()
        try world.folder.write("", to: "origin.git/refs/heads/empty")
        let missing = String(repeating: "1", count: 40)
        try world.folder.write(missing + "\n", to: "origin.git/refs/heads/dangling")
        let repository = try world.open()
        for name in ["refs/heads/empty", "refs/heads/dangling"] {
            await #expect(throws: GitError.self) { try await repository.tip(of: World.ref(name)) }
        }
        #expect(try await repository.tip(of: World.ref("refs/heads/absent")) == nil)
    }
}
