import Foundation
import GitAccess
import GitModel
import Synchronization
import TestSupport
import Testing

@Suite("The first clone")
struct CloneTests {
    private let limit = Duration.seconds(30)

    private func clone(_ world: World, _ path: String, branch: String = "main") async -> CloneResult
    {
        await World.transport().clone(
            remote: world.origin.path, branch: World.branch(branch), into: path, timeout: limit)
    }

    @Test("a missing, an empty and a mounted folder → a whole repository", arguments: 0...2)
    func makesARepository(place: Int) async throws {
        let world = try await World()
        let path = world.folder.child("deep/data.git")
        if place > 0 { _ = try world.folder.makeFolder("deep/data.git") }
        if place > 1 { _ = try world.folder.makeFolder("deep/data.git/lost+found") }
        #expect(await clone(world, path) == .cloned(tip: world.second))

        #expect(GitRepository.kind(at: path) == .bare)
        let made = TestRepository.existing(at: path, in: world.folder)
        #expect(
            try await made.allRefs() == """
                \(world.second.hex) refs/heads/main
                \(world.second.hex) refs/livetree/accepted/main
                \(world.second.hex) refs/remotes/origin/main
                """)
        #expect(try await made.git("symbolic-ref", "HEAD") == "refs/heads/main")
        #expect(try await made.git("config", "remote.origin.url") == world.origin.path)
        #expect(try await made.git("rev-list", "--count", "main") == "2")
        #expect(try await made.git("fsck", "--no-progress") == "")
        let strays = world.folder.listing(of: "deep").filter { $0.contains("clone-") }
        #expect(strays.isEmpty)
    }

    @Test func anEmptyRemoteMakesAnEmptyRepository() async throws {
        let world = try await World()
        let empty = try await TestRepository.create(in: world.folder, named: "empty.git")
        let path = world.folder.child("data.git")
        let result = await World.transport().clone(
            remote: empty.path, branch: World.branch("data"), into: path, timeout: limit)
        #expect(result == .cloned(tip: nil))
        let made = TestRepository.existing(at: path, in: world.folder)
        let names = try await made.git("for-each-ref", "--format=%(refname)")
        #expect(names == "refs/livetree/absent/data")
        #expect(try await made.git("fsck", "--no-progress", "--strict") == "")
        #expect(try await made.git("symbolic-ref", "HEAD") == "refs/heads/data")
        #expect(try await made.git("config", "remote.origin.url") == empty.path)
    }

    @Test("what fails leaves the target as it was", arguments: [false, true])
    func leavesNothing(exists: Bool) async throws {
        let world = try await World()
        let path = world.folder.child("data.git")
        if exists { _ = try world.folder.makeFolder("data.git") }
        let before = world.folder.listing()
        #expect(await clone(world, path, branch: "absent") == .branchMissing)
        let result = await World.transport().clone(
            remote: world.folder.child("nowhere"), branch: world.main, into: path, timeout: limit)
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .unreachable, "\(failure.message)")
        #expect(world.folder.listing() == before)
    }

    @Test func neverTouchesAFolderThatHoldsSomething() async throws {
        let world = try await World()
        try world.folder.write("mine", to: "data.git/notes.txt")
        try await GitProgram.run(["init", "--quiet", world.folder.child("worktree")])
        let before = world.folder.listing()
        for name in ["data.git", "worktree", "origin.git"] {
            let result = await clone(world, world.folder.child(name))
            guard case .failed(let failure) = result else {
                Issue.record("\(name): \(result)")
                continue
            }
            #expect(failure.isLocal)
        }
        #expect(world.folder.listing() == before)
    }

    @Test func leftoversOfDeadClonesAreSwept() async throws {
        let world = try await World()
        let dead = "999999999"
        try world.folder.write("x", to: ".data.git.clone-\(dead)/HEAD")
        try world.folder.write("x", to: ".other.git.clone-\(dead)/HEAD")
        #expect(
            await clone(world, world.folder.child("data.git")) == .cloned(tip: world.second))
        let left = world.folder.listing().filter { $0.hasSuffix("clone-\(dead)") }
        #expect(left == [".other.git.clone-\(dead)"])
    }

    @Test func aCloneKilledWhileMovingUpIsNoRepositoryAndIsDoneAgain() async throws {
        let world = try await World()
        let path = world.folder.child("volume")
        try world.folder.write("x", to: "volume/.livetree-clone-999999999/HEAD")
        try world.folder.write("x", to: "volume/config")
        try world.folder.write("x", to: "volume/objects/aa/stale")
        #expect(GitRepository.kind(at: path) == .empty)
        #expect(await clone(world, path) == .cloned(tip: world.second))
        #expect(!world.folder.listing(of: "volume").contains("objects/aa/stale"))
        let made = TestRepository.existing(at: path, in: world.folder)
        #expect(try await made.git("fsck", "--no-progress") == "")
    }

    @Test func tellsItsProgress() async throws {
        let world = try await World()
        let seen = Mutex<[TransportProgress]>([])
        let result = await World.transport().clone(
            remote: "file://" + world.origin.path, branch: world.main,
            into: world.folder.child("data.git"), timeout: limit
        ) { progress in seen.withLock { $0.append(progress) } }
        #expect(result == .cloned(tip: world.second))
        #expect(seen.withLock { $0.contains { $0.percent == 100 } })
    }

    @Test func aCloneThatTimesOutLeavesNothing() async throws {
        let world = try await World()
        let before = world.folder.listing()
        let result = try await HTTPRemote.with(root: world.folder.path) { url in
            await World.transport().clone(
                remote: url(.silent, "origin.git"), branch: world.main,
                into: world.folder.child("data.git"), timeout: .milliseconds(500))
        }
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .timeout)
        #expect(world.folder.listing() == before)
    }
}
