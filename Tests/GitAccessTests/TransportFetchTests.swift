import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Fetching a branch")
struct TransportFetchTests {
    private let limit = Duration.seconds(20)

    @Test func movesTheTrackingReferenceAndNothingElse() async throws {
        let world = try await World()
        let clone = try await world.clone()
        try await world.origin.git("branch", "other", world.first.hex)
        try await world.origin.git("tag", "v1", world.first.hex)
        let before = try await clone.allRefs()
        let third = try await world.origin.commit(["people/cyd.toml": ""])
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: third))
        #expect(
            try await clone.allRefs() == before + "\n\(third.hex) refs/remotes/origin/main")
        #expect(!world.folder.listing(of: "clone.git").contains("FETCH_HEAD"))
    }

    @Test func aRewoundRemoteIsReportedAsItIs() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let transport = World.transport()
        _ = await transport.fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        try await world.origin.git("update-ref", "refs/heads/main", world.first.hex)
        let result = await transport.fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: world.first))
        #expect(try await clone.tip() == world.second)
    }

    @Test func aMirrorsOwnRefspecDoesNotMoveTheBranch() async throws {
        let world = try await World()
        let clone = try await world.clone()
        try await clone.git("config", "remote.origin.url", world.origin.path)
        try await clone.git("config", "remote.origin.fetch", "+refs/*:refs/*")
        try await clone.git("config", "remote.origin.mirror", "true")
        let third = try await world.origin.commit(["x": "y"])
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: third))
        #expect(try await clone.tip() == world.second)
    }

    @Test func aMissingBranchIsToldFromAnEmptyRemote() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let empty = try await TestRepository.create(in: world.folder, named: "empty.git")
        let transport = World.transport()
        let gone = World.branch("gone")
        #expect(
            await transport.fetch(
                remote: world.origin.path, branch: gone, into: clone.path, timeout: limit)
                == .branchMissing(remoteIsEmpty: false))
        #expect(
            await transport.fetch(
                remote: empty.path, branch: world.main, into: clone.path, timeout: limit)
                == .branchMissing(remoteIsEmpty: true))
        #expect(try await clone.tip() == world.second)
    }

    @Test func aRemoteThatLooksLikeAnOptionIsHarmless() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let mark = world.folder.child("mark")
        for url in ["--upload-pack=touch \(mark)", "-x", "ext::sh -c 'touch \(mark)'"] {
            let result = await World.transport().fetch(
                remote: url, branch: world.main, into: clone.path, timeout: limit)
            guard case .failed(let failure) = result else {
                Issue.record("\(url) was fetched")
                continue
            }
            #expect(failure.reason == .unreachable, "\(failure)")
        }
        #expect(!world.folder.listing().contains("mark"))
    }

    @Test func nobodysConfigurationChangesTheOutcome() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let home = try world.folder.makeFolder("home")
        let config = "[url \"/nowhere\"]\n\tinsteadOf = \(world.folder.path)\n"
        try world.folder.write(config, to: "home/.gitconfig")
        let transport = World.transport([
            "HOME": home, "GIT_CONFIG_GLOBAL": home + "/.gitconfig", "GIT_DIR": "/nowhere",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "url./nowhere.insteadOf",
            "GIT_CONFIG_VALUE_0": world.folder.path, "GIT_OBJECT_DIRECTORY": "/nowhere",
            "LC_ALL": "de_DE.UTF-8", "LANGUAGE": "de",
        ])
        let result = await transport.fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(result == .fetched(remoteTip: world.second))
    }

    @Test func theRepositorysRewritingRulesAreNotFollowed() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let elsewhere = try await TestRepository.create(in: world.folder, named: "other.git")
        try await elsewhere.commit(["x": "elsewhere"])
        let url = world.origin.path
        for prefix in [url, ""] {
            try await clone.git("config", "--add", "url.\(elsewhere.path).insteadOf", prefix)
        }
        let transport = World.transport()
        #expect(
            await transport.fetch(
                remote: url, branch: world.main, into: clone.path, timeout: limit)
                == .fetched(remoteTip: world.second))
        #expect(
            await transport.fetch(
                remote: url, branch: World.branch("gone"), into: clone.path, timeout: limit)
                == .branchMissing(remoteIsEmpty: false))
    }

    @Test func noHookOfTheRepositoryRuns() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let mark = world.folder.child("mark")
        try world.folder.write(
            "#!/bin/sh\ntouch \(mark)\n", to: "clone.git/hooks/reference-transaction",
            executable: true)
        _ = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        #expect(!world.folder.listing().contains("mark"))
    }

    @Test func aShallowRepositoryIsCompleted() async throws {
        let world = try await World()
        let path = world.folder.child("shallow.git")
        try await GitProgram.run([
            "clone", "--quiet", "--bare", "--depth=1", "file://\(world.origin.path)", path,
        ])
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: path, timeout: limit)
        #expect(result == .fetched(remoteTip: world.second))
        let repository = try GitRepository(at: path)
        #expect(try await repository.isAncestor(world.first, of: world.second))
    }

    @Test func aMalformedTreeIsNotTakenIn() async throws {
        let world = try await World()
        let clone = try await world.clone()
        let blob = try await world.origin.git("hash-object", "-w", "--stdin", input: [65])
        let raw = try #require(ObjectID(hex: blob)).bytes
        let tree = try await world.origin.git(
            "hash-object", "-t", "tree", "-w", "--stdin", "--literally",
            input: Array("100644 .git\0".utf8) + raw)
        let commit = try await world.origin.git("commit-tree", "-m", "bad", tree)
        try await world.origin.git("update-ref", "refs/heads/main", commit)
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        guard case .failed(let failure) = result else {
            Issue.record("the malformed tree was fetched")
            return
        }
        #expect(failure.reason == .transport && failure.side == .remote, "\(failure)")
        #expect(try await clone.tip(of: "refs/remotes/origin/main") == nil)
    }

    @Test func aHeldLockOfOursIsALocalFailure() async throws {
        let world = try await World()
        let clone = try await world.clone()
        try world.folder.write("", to: "clone.git/refs/remotes/origin/main.lock")
        let result = await World.transport().fetch(
            remote: world.origin.path, branch: world.main, into: clone.path, timeout: limit)
        guard case .failed(let failure) = result else {
            Issue.record("fetched over a lock")
            return
        }
        #expect(failure.isLocal && !failure.isStorageFull, "\(failure)")
        #expect(failure.message.contains("main.lock"))
    }

    @Test func aMissingGitProgramIsSaid() async throws {
        let world = try await World()
        let result = await World.transport(git: "/nowhere/git").fetch(
            remote: world.origin.path, branch: world.main, into: world.origin.path,
            timeout: limit)
        guard case .failed(let failure) = result else {
            Issue.record("fetched without git")
            return
        }
        #expect(failure.isLocal)
        #expect(failure.message.contains("could not be started"))
    }
}
