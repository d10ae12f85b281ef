import GitAccess
import GitModel
import Logging
import Push
import TestSupport
import Testing

@Suite("The push daemon carries conflict branches", .timeLimit(.minutes(10)))
struct ConflictBranchPushTests {
    private func isMarked(_ world: PushWorld, _ name: BranchName) async throws -> Bool {
        try await world.clone.tip(of: "refs/livetree/pushed/\(name)") != nil
    }

    @Test func createsThemOnceAndNeverAgain() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        let other = try await world.escape("livetree-conflicts/2026-11-21T09-00-01Z")
        try await world.withDaemon { daemon in
            #expect(await daemon.tell(world.base))
            #expect(daemon.status.pendingCommits == 0)
        }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == kept.commit)
        #expect(try await world.origin.tip(of: other.branch.ref.text) == other.commit)
        #expect(try await isMarked(world, kept.branch))
        #expect(
            world.book.lines("pushed").map { $0.fields["branch"] }
                == [kept.branch.text, other.branch.text])
        // An operator resolved it and deleted it there.
        try await world.origin.git("update-ref", "-d", kept.branch.ref.text)
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == nil)
        #expect(world.seen.pushes.count == 2)
    }

    @Test func goWithoutAnyNotice() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        try await world.withDaemon { #expect(await $0.settled()) }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == kept.commit)
    }

    @Test func whatTheRemoteHasAlreadyCountsAsDone() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        try await world.clone.git("push", "--quiet", world.origin.path, kept.branch.ref.text)
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await isMarked(world, kept.branch))
    }

    @Test func aNameTakenByAnotherCommitIsLeftAlone() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        try await world.origin.git("update-ref", kept.branch.ref.text, world.base.hex)
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(world.base))
            #expect(daemon.status.reason == .remoteRejected)
            #expect(daemon.status.currentBackoff == .seconds(600))
        }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == world.base)
        #expect(try await !isMarked(world, kept.branch))
        #expect(world.book.lines("push-attention").count == 1)
    }

    @Test("one of two is protected", arguments: [true, false])
    func eachBranchIsJudgedAlone(isMainProtected: Bool) async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        let own = try await world.write("cyd")
        let pattern = isMainProtected ? "refs/heads/main" : "refs/heads/conflicts/*"
        try world.hook("update", "case $1 in \(pattern)) exit 1;; esac")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(own))
            #expect(daemon.status.reason == .remoteRejected)
            #expect(daemon.status.pendingCommits == 1)
        }
        #expect(try await (world.origin.tip() == own) == !isMainProtected)
        #expect(
            try await (world.origin.tip(of: kept.branch.ref.text) == kept.commit)
                == isMainProtected)
    }

    @Test func aRemoteThatOnlyMovedOnTakesThem() async throws {
        let world = try await PushWorld()
        let kept = try await world.escape()
        let theirs = try await world.origin.commit(["people/zoe.toml": ""])
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == kept.commit)
        #expect(try await world.origin.tip() == theirs)
        #expect(try await world.clone.tip(of: world.main.acceptedRef.text) == world.base)
        #expect(world.seen.diverged == 0)
    }

    @Test func aRemoteThatLostItsBranchDoesNotGetThem() async throws {
        let world = try await PushWorld()
        _ = try await world.escape()
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        try await world.withDaemon { daemon in
            #expect(await !daemon.tell(world.base))
            #expect(daemon.status.reason == .remoteBranchMissing)
        }
        #expect(try await world.origin.allRefs().isEmpty)
    }

    @Test func aRemoteWithoutAtomicPushesGetsThemAfterALook() async throws {
        let world = try await PushWorld()
        try await world.origin.git("config", "receive.advertiseAtomic", "false")
        let kept = try await world.escape()
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == kept.commit)
        // Rewound, it does not get another.
        let other = try await world.escape("conflicts/2026-11-21T10-00-00Z")
        let first = try await world.origin.git("rev-parse", "main~1")
        try await world.origin.git("update-ref", "refs/heads/main", first)
        try await world.withDaemon { #expect(await !$0.tell(world.base)) }
        #expect(try await world.origin.tip(of: other.branch.ref.text) == nil)
    }

    @Test func aRemoteAcceptedWithoutTheBranchGetsBoth() async throws {
        let world = try await PushWorld(isKnown: false)
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        try await world.clone.git("update-ref", world.main.absentRef.text, world.base.hex)
        let kept = try await world.escape()
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await world.origin.tip() == world.base)
        #expect(try await world.origin.tip(of: kept.branch.ref.text) == kept.commit)
    }

    @Test func whatWasWithdrawnIsNeverPushed() async throws {
        let world = try await PushWorld()
        // The remote had `secret`, took it back, and the operator adopted that.
        let secret = try await world.clone.commit(
            ["people/secret.toml": ""], to: "secret", parents: [world.base])
        try await world.clone.git("update-ref", secret.withdrawnRef.text, secret.hex)
        let tainted = try await world.escape(from: secret)
        let clean = try await world.escape("conflicts/2026-11-21T10-00-00Z")
        try await world.withDaemon { daemon in
            #expect(await daemon.tell(world.base), "it is not waited for")
            #expect(daemon.status.pendingCommits == 2)
            let onto = try await world.write("cyd", onto: secret)
            #expect(await !daemon.tell(onto))
            #expect(await !daemon.tell(onto))
        }
        #expect(try await world.origin.tip(of: tainted.branch.ref.text) == nil)
        #expect(try await world.origin.tip(of: clean.branch.ref.text) == clean.commit)
        #expect(try await world.origin.tip() == world.base)
        let told = world.book.lines("push-attention")
        #expect(told.map { $0.fields["branch"] } == [tainted.branch.text, "main"])
        #expect(told.allSatisfy { $0.level == .error && $0.fields["reason"] == "withdrawn" })
    }

    @Test func whatTheRemoteKeptIsPushedWhereItsAbsenceWasAccepted() async throws {
        let world = try await PushWorld(isKnown: false)
        // The remote took `secret` back and kept what is behind it; then it lost the branch.
        let secret = try await world.clone.commit(
            ["people/secret.toml": ""], to: "secret", parents: [world.base])
        try await world.clone.git("update-ref", secret.withdrawnRef.text, secret.hex)
        try await world.origin.git("update-ref", "-d", "refs/heads/main")
        let marker = try await GitRepository(at: world.clone.path).writeMarker(behind: world.base)
        try await world.clone.git("update-ref", world.main.absentRef.text, marker.hex)
        let tainted = try await world.escape(from: secret)
        try await world.withDaemon { #expect(await $0.tell(world.base)) }
        #expect(try await world.origin.tip() == world.base)
        #expect(try await world.origin.tip(of: tainted.branch.ref.text) == nil)
    }

    @Test func whatTheRemoteHasAgainIsNotWithdrawn() async throws {
        let world = try await PushWorld()
        try await world.clone.git("update-ref", world.base.withdrawnRef.text, world.base.hex)
        let own = try await world.write("cyd")
        try await world.withDaemon { #expect(await $0.tell(own)) }
        #expect(try await world.origin.tip() == own)
    }
}
