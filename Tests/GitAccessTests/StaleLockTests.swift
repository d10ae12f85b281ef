import Foundation
import GitModel
import Glibc
import Logging
import TestSupport
import Testing

@testable import GitAccess

@Suite("Stale locks")
struct StaleLockTests {
    private static let locks = [
        "refs/heads/main.lock", "refs/heads/deep/er.lock", "refs/livetree/accepted/main.lock",
        "refs/remotes/origin/main.lock", "HEAD.lock", "packed-refs.lock", "config.lock",
        "shallow.lock", "index.lock", "objects/info/commit-graph.lock",
        "objects/pack/multi-pack-index.lock", "gc.pid", "gc.pid.lock",
    ]

    private func sweep(_ path: String, _ log: LogCapture = LogCapture()) async -> CareReport {
        await RepositoryCare(path: path, logger: log.logger).sweep(startedAt: Date())
    }

    @Test("a lock of a dead process goes, with a line", arguments: locks)
    func deadLocksGo(lock: String) async throws {
        let world = try await World()
        try world.plant("origin.git/\(lock)")
        let log = LogCapture()
        let report = await sweep(world.origin.path, log)
        #expect(report.removedLocks == [lock] && report.keptLocks.isEmpty)
        #expect(!world.exists("origin.git/\(lock)"))
        let lines = log.lines("stale-lock-removed")
        #expect(lines.count == 1 && lines.first?.level == .warning)
        #expect(lines.first?["path"] == "\(world.origin.path)/\(lock)")
        #expect((lines.first?["ageSeconds"]).flatMap { Int($0) } ?? 0 >= 60)
    }

    @Test func aRemovedLockLetsTheBranchMove() async throws {
        let world = try await World()
        try world.plant("origin.git/refs/heads/main.lock")
        let main = world.main.ref
        let blocked = try world.open()
        await #expect(throws: GitError.self) {
            try await blocked.move(main, from: world.second, to: world.first, reason: "x")
        }
        _ = await sweep(world.origin.path)
        let moved = try await world.open().move(
            main, from: world.second, to: world.first, reason: "x")
        #expect(moved == .moved)
    }

    @Test func nothingElseIsTouched() async throws {
        let world = try await World()
        let names = [
            "lock", "config.lock.bak", "my.lock", "hooks/pre-receive.lock", "logs/refs/x.lock",
            "objects/aa/x.lock", "packed-refs.new", "worktrees/w/index.lock", "refs/heads/x.locked",
            "MERGE_HEAD", "BISECT_LOG", "rebase-merge/done",
        ]
        for name in names { try world.plant("origin.git/\(name)") }
        _ = try world.folder.makeFolder("origin.git/refs/heads/folder.lock")
        let before = world.folder.listing()
        let log = LogCapture()
        let report = await sweep(world.origin.path, log)
        #expect(report.removedLocks.isEmpty && report.keptLocks.isEmpty)
        #expect(world.folder.listing() == before)
        #expect(report.unused == ["rebase-merge", "MERGE_HEAD", "BISECT_LOG", "worktrees"])
        let named = try #require(log.lines("unused-states").first?["names"])
        #expect(named == "rebase-merge MERGE_HEAD BISECT_LOG worktrees")
    }

    @Test func noLinkIsFollowedOutOfTheFolder() async throws {
        let world = try await World()
        try world.plant("outside/main.lock")
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: world.folder.child("origin.git/refs/linked"),
            withDestinationPath: world.folder.child("outside"))
        try files.createSymbolicLink(
            atPath: world.folder.child("origin.git/refs/heads/main.lock"),
            withDestinationPath: world.folder.child("outside/main.lock"))
        let report = await sweep(world.origin.path)
        #expect(report == CareReport())
        #expect(world.exists("outside/main.lock"))
        #expect(world.exists("origin.git/refs/heads/main.lock"))
    }

    @Test func aLinkToTheRepositoryIsTheRepository() async throws {
        let world = try await World()
        try world.plant("origin.git/HEAD.lock")
        let link = world.folder.child("link.git")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: world.origin.path)
        #expect(await sweep(link).removedLocks == ["HEAD.lock"])
    }

    @Test func aLockMadeAfterTheStartStays() async throws {
        let world = try await World()
        try world.plant("origin.git/refs/heads/main.lock", age: 5)
        let log = LogCapture()
        let report = await RepositoryCare(path: world.origin.path, logger: log.logger)
            .sweep(startedAt: Date(timeIntervalSinceNow: -10))
        #expect(report.keptLocks == [KeptLock(path: "refs/heads/main.lock", reason: .younger)])
        #expect(world.exists("origin.git/refs/heads/main.lock"))
        #expect(log.lines("lock-kept").count == 1)
    }

    @Test func aLockThatIsHeldOpenStaysUntilItsProcessEnds() async throws {
        let world = try await World()
        let lock = "refs/heads/main.lock"
        try world.plant("origin.git/\(lock)")
        try world.plant("origin.git/HEAD.lock")
        // Through another name, as another mount has it.
        let alias = world.folder.child("alias")
        try FileManager.default.linkItem(
            atPath: world.folder.child("origin.git/\(lock)"), toPath: alias)
        let holder = try Companion.holding(alias)
        let log = LogCapture()
        let report = await sweep(world.origin.path, log)
        #expect(report.removedLocks == ["HEAD.lock"])
        #expect(report.keptLocks == [KeptLock(path: lock, reason: .held(by: holder.number))])
        #expect(log.lines("lock-kept").first?["pid"] == "\(holder.number)")
        holder.end()
        #expect(await sweep(world.origin.path).removedLocks == [lock])
    }

    @Test("a git that works in the repository keeps its locks", arguments: [false, true])
    func aWorkingGitKeepsItsLocks(standing: Bool) async throws {
        let world = try await World()
        try world.plant("origin.git/refs/heads/main.lock", age: 7200)
        let git = try Companion.git(in: world.origin.path, standing: standing)
        let report = await sweep(world.origin.path)
        #expect(
            report.keptLocks == [
                KeptLock(path: "refs/heads/main.lock", reason: .held(by: git.number))
            ])
        git.end()
        #expect(await sweep(world.origin.path).removedLocks == ["refs/heads/main.lock"])
    }

    @Test func aGitElsewhereKeepsNothing() async throws {
        let world = try await World()
        let other = try await world.clone("origin.git2")
        try world.plant("origin.git/refs/heads/main.lock")
        let git = try Companion.git(in: other.path)
        #expect(await sweep(world.origin.path).removedLocks == ["refs/heads/main.lock"])
        git.end()
    }

    /// What a server that is not root sees of other users' processes: that they are there.
    struct View: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let hiddenOwners: Set<uid_t>
        let isBlind: Bool
        let lockOwner: uid_t
        let staysWhenYoungerThanTenMinutes: Bool
    }

    private static let views = [
        View(
            testDescription: "everybody is seen", hiddenOwners: [], isBlind: false,
            lockOwner: 4_321, staysWhenYoungerThanTenMinutes: false),
        View(
            testDescription: "somebody else is hidden, the lock is ours", hiddenOwners: [4_321],
            isBlind: false, lockOwner: geteuid(), staysWhenYoungerThanTenMinutes: false),
        View(
            testDescription: "the lock's owner is hidden", hiddenOwners: [geteuid()],
            isBlind: false, lockOwner: geteuid(), staysWhenYoungerThanTenMinutes: true),
        View(
            testDescription: "a lock of another owner, and somebody is hidden",
            hiddenOwners: [1_234], isBlind: false, lockOwner: 4_321,
            staysWhenYoungerThanTenMinutes: true),
        View(
            testDescription: "nobody else is listed", hiddenOwners: [], isBlind: true,
            lockOwner: 4_321, staysWhenYoungerThanTenMinutes: true),
    ]

    @Test(
        "age decides where a holder may be hidden", .enabled(if: geteuid() == 0),
        arguments: views)
    func ageDecides(view: View) async throws {
        for (age, isOld) in [(590.0, false), (610, true)] {
            let world = try await World()
            let path = try world.plant("origin.git/HEAD.lock", age: age)
            try #require(chown(path, view.lockOwner, view.lockOwner) == 0)
            let users = RepositoryUsers(hiddenOwners: view.hiddenOwners, isBlind: view.isBlind)
            let locks = StaleLocks(
                root: try #require(RepositoryEntries(world.origin.path)), startedAt: Date(),
                users: users)
            let report = locks.sweep(LogCapture().logger)
            let stays = view.staysWhenYoungerThanTenMinutes && !isOld
            #expect(
                report.keptLocks == (stays ? [KeptLock(path: "HEAD.lock", reason: .unknown)] : []))
            #expect(world.exists("origin.git/HEAD.lock") == stays)
        }
    }

    @Test func aFolderThatIsNotThereHasNothingToSweep() async throws {
        let world = try await World()
        #expect(await sweep(world.folder.child("nowhere")) == CareReport())
    }
}
