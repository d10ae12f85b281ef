import Foundation
import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Shallow clones")
struct ShallowTests {
    private let limit = Duration.seconds(30)

    private func shallow(_ world: World, _ name: String = "shallow.git") async throws
        -> TestRepository
    {
        let path = world.folder.child(name)
        try await GitProgram.run([
            "clone", "--quiet", "--bare", "--depth=1", "file://\(world.origin.path)", path,
        ])
        return .existing(at: path, in: world.folder)
    }

    /// Whether a fetch completes a clone that diverged, and what the comparison says then.
    private func expectDeepened(from url: String, _ world: World) async throws {
        let clone = try await shallow(world)
        let ours = try await clone.commit(["ours": "x"])
        let theirs = try await world.origin.commit(["theirs": "x"])
        let result = await World.transport().fetch(
            remote: url, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: theirs))
        let relation = try await GitRepository(at: clone.path).relation(local: ours, remote: theirs)
        #expect(relation.ahead == 1 && relation.behind == 1)
        #expect(relation.mergeBase == world.second)
        #expect(!world.exists("shallow.git/shallow"))
        #expect(try await clone.git("rev-list", "--count", "main") == "3")
    }

    @Test("a diverged one is completed over a path", arguments: ["", "file://"])
    func isCompletedLocally(scheme: String) async throws {
        let world = try await World()
        try await expectDeepened(from: scheme + world.origin.path, world)
    }

    @Test func aDivergedOneIsCompletedOverHTTP() async throws {
        let world = try await World()
        try await HTTPRemote.with(root: world.folder.path) { url in
            try await expectDeepened(from: url(.serve, "origin.git"), world)
        }
    }

    @Test func aRewrittenRemoteIsComparedWithTheWholeHistory() async throws {
        let world = try await World()
        let clone = try await shallow(world)
        try await world.origin.git("update-ref", "refs/heads/main", world.first.hex)
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: world.first))
        let repository = try GitRepository(at: clone.path)
        #expect(try await repository.isAncestor(world.first, of: world.second))
    }

    @Test func aDeepeningThatFailsIsAFailure() async throws {
        let world = try await World()
        let clone = try await shallow(world)
        let ours = try await clone.commit(["ours": "x"])
        let theirs = try await world.origin.commit(["theirs": "x"])
        let before = try await clone.allRefs()
        let result = try await HTTPRemote.with(root: world.folder.path) { url in
            await World.transport().fetch(
                remote: url(.dies, "origin.git"), branch: world.main, into: clone.path,
                timeout: limit)
        }
        guard case .failed = result else {
            Issue.record("\(result)")
            return
        }
        #expect(try await clone.allRefs() == before)
        // The remote's commit came another way, so that there is something to compare.
        try await clone.git(
            "fetch", "--quiet", "--depth=1", "file://\(world.origin.path)",
            "main:refs/heads/theirs")
        try await expectRefusal(clone, ours, theirs)
    }

    @Test func oneWithoutARemoteIsNamedWhenHistoriesAreCompared() async throws {
        let world = try await World()
        let clone = try await shallow(world)
        let ours = try await clone.commit(["ours": "x"])
        let other = try await clone.commit(["other": "x"], to: "other", parents: [])
        try await expectRefusal(clone, ours, other)
    }

    private func expectRefusal(
        _ clone: TestRepository, _ ours: CommitID, _ theirs: CommitID
    ) async throws {
        let repository = try GitRepository(at: clone.path)
        do {
            let relation = try await repository.relation(local: ours, remote: theirs)
            Issue.record("compared: \(relation)")
        } catch {
            #expect(error.code == .unsupported && error.message.contains("shallow clone"))
        }
        await #expect(throws: GitError.self) {
            try await repository.isAncestor(theirs, of: ours)
        }
    }

    @Test func aShallowRemoteIsAFailureWhereItsHistoryIsNotHere() async throws {
        let world = try await World()
        let remote = try await shallow(world)
        let shallowHere = try await shallow(world, "clone.git")
        let strange = try await TestRepository.create(in: world.folder, named: "strange.git")
        let own = try await strange.commit(["own": "x"], to: "own")
        let theirs = try await remote.commit(["theirs": "x"])
        // Otherwise the value of an earlier fetch could pass for the remote's.
        try await strange.git("update-ref", "refs/remotes/origin/main", own.hex)
        for target in [shallowHere, strange] {
            let result = await World.transport().fetch(
                remote: remote.path, branch: world.main, into: target.path, timeout: limit)
            guard case .failed(let failure) = result else {
                Issue.record("\(target.path): \(result)")
                continue
            }
            #expect(failure.message.contains("shallow"), "\(failure)")
        }
        let whole = try await world.clone("whole.git")
        let result = await World.transport().fetch(
            remote: remote.path, branch: world.main, into: whole.path, timeout: limit)
        #expect(result == .fetched(remoteTip: theirs))
        #expect(!world.exists("whole.git/shallow"))
    }

    @Test func anEmptyShallowFileIsNoShallowClone() async throws {
        let world = try await World()
        let clone = try await world.clone()
        try world.folder.write("", to: "clone.git/shallow")
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: world.second))
    }

    @Test func aPartialCloneIsRefusedByName() async throws {
        let world = try await World()
        let path = world.folder.child("partial.git")
        try await world.origin.git("config", "uploadpack.allowFilter", "true")
        try await GitProgram.run([
            "clone", "--quiet", "--bare", "--filter=blob:none", "file://\(world.origin.path)", path,
        ])
        guard case .unsupported(let reason) = GitRepository.kind(at: path) else {
            Issue.record("a partial clone is \(GitRepository.kind(at: path))")
            return
        }
        #expect(reason.contains("partial clone"))
    }
}
