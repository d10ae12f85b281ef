import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("Pushing to a folder")
struct TransportPushTests {
    @Test func movesTheRemotesBranchForwardAndNothingElse() async throws {
        let arena = try await PushArena()
        let ours = try await arena.clone.allRefs()
        #expect(await arena.push([arena.order]) == .answered([arena.main.ref: .accepted]))
        #expect(try await arena.remoteRefs() == "\(arena.own) refs/heads/main")
        #expect(try await arena.clone.allRefs() == ours)
    }

    @Test func whatTheRemoteHasAlreadyIsAccepted() async throws {
        let arena = try await PushArena()
        _ = await arena.push([arena.order])
        #expect(await arena.push([arena.order])[arena.main.ref] == .accepted)
        let still = PushOrder(
            source: arena.own, destination: arena.main.ref, expected: arena.own)
        #expect(await arena.push([still])[arena.main.ref] == .accepted)
    }

    @Test func aBranchIsCreatedOnlyWhereThereIsNone() async throws {
        let arena = try await PushArena()
        #expect(await arena.push([arena.keeping])[arena.kept] == .accepted)
        // Again the same: it is there. Something else under that name: refused.
        #expect(await arena.push([arena.keeping])[arena.kept] == .accepted)
        let other = PushOrder(source: arena.base, destination: arena.kept, expected: nil)
        #expect(await arena.push([other]).rejection(of: arena.kept) == .staleInfo)
        #expect(try await arena.world.origin.tip(of: arena.kept.text) == arena.own)
    }

    @Test func aRemoteThatMovedIsStale() async throws {
        let arena = try await PushArena()
        let theirs = try await arena.world.origin.commit(["people/zoe.toml": ""])
        #expect(await arena.push([arena.order]).rejection(of: arena.main.ref) == .staleInfo)
        _ = await World.transport().fetch(
            remote: arena.world.origin.path, branch: arena.main, into: arena.clone.path,
            timeout: .seconds(20))
        #expect(await arena.push([arena.order]).rejection(of: arena.main.ref) == .staleInfo)
        #expect(try await arena.world.origin.tip() == theirs)
    }

    @Test func aLeaseThatHoldsCannotForce() async throws {
        let arena = try await PushArena()
        let theirs = try await arena.world.origin.commit(["people/zoe.toml": ""])
        _ = await World.transport().fetch(
            remote: arena.world.origin.path, branch: arena.main, into: arena.clone.path,
            timeout: .seconds(20))
        // Git itself would overwrite the remote here: its value is the expected one.
        let forcing = PushOrder(
            source: arena.own, destination: arena.main.ref, expected: theirs)
        #expect(await arena.push([forcing]).rejection(of: arena.main.ref) == .nonFastForward)
        let together = await arena.push([forcing, arena.keeping], atomic: true)
        #expect(together.rejection(of: arena.kept) == .atomic)
        let apart = await arena.push([forcing, arena.keeping])
        #expect(apart[arena.kept] == .accepted)
        #expect(apart.rejection(of: arena.main.ref) == .nonFastForward)
        #expect(try await arena.world.origin.tip() == theirs)
    }

    @Test func aDeletedBranchIsNotMadeAnew() async throws {
        let arena = try await PushArena()
        try await arena.world.origin.git("update-ref", "-d", "refs/heads/main")
        #expect(await arena.push([arena.order]).rejection(of: arena.main.ref) == .staleInfo)
        #expect(try await arena.remoteRefs().isEmpty)
    }

    @Test func aRewoundBranchIsNotBroughtBack() async throws {
        let arena = try await PushArena()
        try await arena.world.origin.git("update-ref", "refs/heads/main", arena.world.first.hex)
        #expect(await arena.push([arena.order]).rejection(of: arena.main.ref) == .staleInfo)
        let still = PushOrder(
            source: arena.base, destination: arena.main.ref, expected: arena.base)
        let together = await arena.push([arena.keeping, still], atomic: true)
        #expect(together.rejection(of: arena.kept) == .atomic)
        #expect(together.rejection(of: arena.main.ref) == .staleInfo)
        #expect(try await arena.remoteRefs() == "\(arena.world.first) refs/heads/main")
    }

    @Test func aHookThatDeclinesIsQuoted() async throws {
        let arena = try await PushArena()
        try arena.hook("pre-receive", "echo 'no names in the data' >&2; exit 1")
        let verdict = await arena.push([arena.order])[arena.main.ref]
        guard case .rejected(.remoteRejected, let message) = verdict else {
            Issue.record("\(verdict as Any)")
            return
        }
        #expect(message.contains("pre-receive hook declined"))
        #expect(message.contains("no names in the data"))
    }

    @Test("one of two branches is protected", arguments: [true, false])
    func eachBranchHasItsOwnVerdict(isMainProtected: Bool) async throws {
        let arena = try await PushArena()
        let protected = isMainProtected ? arena.main.ref : arena.kept
        let open = isMainProtected ? arena.kept : arena.main.ref
        try arena.hook("update", "[ \"$1\" != \(protected) ]")
        let result = await arena.push([arena.order, arena.keeping])
        #expect(result.rejection(of: protected) == .remoteRejected)
        #expect(result[open] == .accepted)
        #expect(try await arena.world.origin.tip(of: open.text) == arena.own)
        #expect(try await arena.world.origin.tip(of: protected.text) != arena.own)
    }

    @Test func allOrNoneMeansNoneWhenOneIsProtected() async throws {
        let arena = try await PushArena()
        try arena.hook("update", "[ \"$1\" != refs/heads/main ]")
        let result = await arena.push([arena.order, arena.keeping], atomic: true)
        #expect(result.rejection(of: arena.main.ref) == .remoteRejected)
        #expect(result.rejection(of: arena.kept) == .atomic)
        #expect(try await arena.remoteRefs() == "\(arena.base) refs/heads/main")
    }

    @Test func aRaceForTheBranchIsToldFromARefusal() async throws {
        let arena = try await PushArena()
        let theirs = try await arena.world.origin.commit(["people/zoe.toml": ""], to: "side")
        // Git takes the branch's value before the hook runs, and compares again after it.
        try arena.hook(
            "pre-receive",
            "unset GIT_QUARANTINE_PATH; git update-ref refs/heads/main \(theirs)")
        #expect(await arena.push([arena.order]).rejection(of: arena.main.ref) == .lostRace)
        #expect(try await arena.world.origin.tip() == theirs)
    }

    @Test func aPackTheRemoteCannotKeepIsDeclined() async throws {
        let arena = try await PushArena()
        var random = SplitMix(seed: 3)
        let noise = (0..<9_000).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let large = try await arena.clone.commit(["noise": .bytes(noise)])
        try await arena.world.origin.git("config", "receive.maxInputSize", "4096")
        let order = PushOrder(source: large, destination: arena.main.ref, expected: arena.base)
        let result = await arena.push([order])
        #expect(result.rejection(of: arena.main.ref) == .remoteRejected, "\(result)")
        #expect(try await arena.world.origin.tip() == arena.base)
    }

    @Test func aMissingObjectOfOursIsALocalFailure() async throws {
        let arena = try await PushArena()
        let tree = try #require(try await arena.clone.tree(of: arena.own))
        let path = "objects/\(tree.hex.prefix(2))/\(tree.hex.dropFirst(2))"
        try await Self.explode(arena.clone, arena.world.folder)
        try removeFile(arena.clone.path + "/" + path)
        let result = await arena.push([arena.order])
        #expect(result.failure?.isLocal == true, "\(result)")
        #expect(try await arena.world.origin.tip() == arena.base)
    }

    /// Makes every object of a repository loose.
    private static func explode(
        _ repository: TestRepository, _ folder: TemporaryFolder
    ) async throws {
        let packs = folder.listing(of: "clone.git/objects/pack")
        for name in packs where name.hasSuffix(".pack") {
            let bytes = try [UInt8](readFile(repository.path + "/objects/pack/" + name))
            for other in packs { try? removeFile(repository.path + "/objects/pack/" + other) }
            try await repository.git("unpack-objects", "-q", input: bytes)
        }
    }

    @Test func aGoneRemoteIsUnreachable() async throws {
        let arena = try await PushArena()
        let result = await arena.push([arena.order], to: arena.world.folder.child("gone.git"))
        #expect(result.failure?.reason == .unreachable, "\(result)")
        #expect(result.failure?.side == .remote)
    }

    @Test func theRepositorysConfigurationChangesNothing() async throws {
        let arena = try await PushArena()
        let elsewhere = try await TestRepository.create(in: arena.world.folder, named: "other.git")
        let mark = arena.world.folder.child("mark")
        try arena.world.folder.write(
            "#!/bin/sh\ntouch \(mark)\nexit 1\n", to: "clone.git/hooks/pre-push", executable: true)
        try await arena.clone.git("tag", "-a", "-m", "a tag", "v1", arena.own.hex)
        let url = arena.world.origin.path
        for (name, value) in [
            ("push.default", "matching"), ("push.followTags", "true"), ("push.gpgSign", "true"),
            ("push.negotiate", "true"), ("push.pushOption", "ci.skip"),
            ("push.recurseSubmodules", "check"), ("push.useForceIfIncludes", "true"),
            ("remote.pushDefault", elsewhere.path), ("remote.origin.mirror", "true"),
            ("remote.origin.url", url), ("remote.origin.push", "+refs/*:refs/*"),
            ("core.hooksPath", arena.clone.path + "/hooks"), ("commit.gpgSign", "true"),
            ("color.ui", "always"), ("color.push", "always"),
            ("url.\(elsewhere.path).insteadOf", url),
            ("url.\(elsewhere.path).pushInsteadOf", url),
            ("url./nowhere.insteadOf", ""), ("url./nowhere.pushInsteadOf", ""),
        ] { try await arena.clone.git("config", "--add", name, value) }
        #expect(await arena.push([arena.order]) == .answered([arena.main.ref: .accepted]))
        #expect(try await arena.remoteRefs() == "\(arena.own) refs/heads/main")
        #expect(try await elsewhere.allRefs().isEmpty)
        #expect(!arena.world.folder.listing().contains("mark"))
    }

    @Test func aRemoteThatLooksLikeAnOptionOrASettingIsHarmless() async throws {
        let arena = try await PushArena()
        let mark = arena.world.folder.child("mark")
        for url in [
            "--receive-pack=touch \(mark)", "-x", "ext::sh -c 'touch \(mark)'",
            "/nowhere/a=b.insteadOf=c",
        ] {
            let result = await arena.push([arena.order], to: url)
            #expect(result.failure?.reason == .unreachable, "\(url): \(result)")
        }
        #expect(!arena.world.folder.listing().contains("mark"))
        #expect(try await arena.world.origin.tip() == arena.base)
    }

    @Test func aRemoteWithAnEqualsSignInItsNameIsReached() async throws {
        let arena = try await PushArena()
        let odd = try await arena.world.origin.clone(named: "a=b, c.git")
        #expect(await arena.push([arena.order], to: odd.path)[arena.main.ref] == .accepted)
        #expect(try await odd.tip() == arena.own)
    }

    @Test func whetherTheRemoteHasABranchIsAsked() async throws {
        let arena = try await PushArena()
        try await arena.world.origin.git(
            "update-ref", "refs/heads/x/refs/heads/gone", arena.base.hex)
        func has(_ ref: RefName, _ url: String) async -> Result<Bool, TransportFailure> {
            await World.transport().remoteHas(ref, remote: url, timeout: .seconds(20))
        }
        #expect(await has(arena.main.ref, arena.world.origin.path) == .success(true))
        #expect(await has(World.ref("refs/heads/gone"), arena.world.origin.path) == .success(false))
        guard case .failure(let failure) = await has(arena.main.ref, "/nowhere") else {
            Issue.record("a missing remote answered")
            return
        }
        #expect(failure.reason == .unreachable)
    }
}
