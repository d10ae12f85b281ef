import Alerts
import GitAccess
import GitModel
import JSONModel
import Reconcile
import Sheets
import Synchronization
import Testing

@testable import Reload

@Suite("Alerts of reloads") struct ReloadAlertTests {
    /// What a journal sends.
    private final class Sent: Sendable {
        let bodies = Mutex<[JSON]>([])
        var events: [String] { bodies.withLock { $0.compactMap { $0["event"]?.text } } }
        var reasons: [String?] { bodies.withLock { $0.map { $0["reason"]?.text } } }
    }

    private let sent = Sent()
    private let journal: ReloadJournal

    private static let (one, two) = (
        CommitID(hex: String(repeating: "1", count: 40))!,
        CommitID(hex: String(repeating: "2", count: 40))!
    )

    init() {
        let sent = sent
        journal = ReloadWorld.makeJournal { message in
            sent.bodies.withLock { $0.append(message.body) }
        }
    }

    private func refuse(_ reason: ReloadRefusal.Reason, times: Int = 3) {
        for _ in 0..<times {
            journal.recordReload(.refused(ReloadRefusal(reason)))
            journal.recordReconcile(.refused(ReloadRefusal(reason)))
        }
    }

    private func succeed() {
        journal.recordReload(.done(ReloadReport(outcome: .inSync)))
    }

    private static func unservable(_ commit: CommitID) -> ReloadRefusal.Reason {
        .rebuildFailed(
            commit: commit, problems: [SheetProblem(path: "a.toml", line: 3, reason: "bad")],
            count: 1)
    }

    private static func failed(_ reason: TransportFailure.Reason) -> ReloadRefusal.Reason {
        .fetchFailed(TransportFailure(reason: reason, message: "words of git"))
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let reason: ReloadRefusal.Reason
        let event: String?
        var testDescription: String { "\(reason) → \(event ?? "nothing")" }
    }

    @Test(arguments: [
        Row(reason: unservable(one), event: "rebuild-failed"),
        Row(
            reason: .reconcile(.remoteRewritten(lastSeen: one, remote: two)),
            event: "remote-rewritten"),
        Row(reason: .reconcile(.unrelatedHistories(remote: two)), event: "unrelated-histories"),
        Row(reason: .reconcile(.remoteBranchMissing), event: "push-halted"),
        Row(
            reason: .reconcile(.nonFastForward(remote: two, ahead: 1, behind: 2)),
            event: "push-halted"),
        Row(reason: failed(.authentication), event: "authentication-failed"),
        Row(reason: .localDamaged("a lock"), event: "local-damaged"),
        Row(reason: .storageFull("no space"), event: "storage-full"),
        Row(reason: failed(.timeout), event: nil), Row(reason: failed(.unreachable), event: nil),
        Row(reason: failed(.transport), event: nil), Row(reason: .shuttingDown, event: nil),
        Row(reason: .tooManyWaiting, event: nil),
    ])
    func eachIsToldOnceUntilAReloadSucceeds(row: Row) throws {
        refuse(row.reason)
        #expect(sent.events == [row.event].compactMap { $0 })
        succeed()
        refuse(row.reason)
        #expect(sent.events == [row.event, row.event].compactMap { $0 })
        for body in sent.bodies.withLock({ $0 }) {
            #expect(body["hint"]?.text?.isEmpty == false && body["branch"] == "main")
        }
    }

    @Test func anotherBadCommitIsAnotherAlert() {
        refuse(Self.unservable(Self.one))
        refuse(Self.unservable(Self.two))
        #expect(sent.events == ["rebuild-failed", "rebuild-failed"])
    }

    @Test func aRemoteThatCannotBeReadSaysNothingOfWhatWasKnown() {
        let rewritten = ReloadRefusal.Reason.reconcile(
            .remoteRewritten(lastSeen: Self.one, remote: Self.two))
        refuse(rewritten)
        refuse(Self.failed(.unreachable))
        refuse(Self.failed(.authentication))
        refuse(rewritten)
        #expect(sent.events == ["remote-rewritten", "authentication-failed"])
    }

    @Test func aRemoteThatMovesOnAfterItsRewriteIsTheSameCondition() {
        refuse(.reconcile(.remoteRewritten(lastSeen: Self.one, remote: Self.two)))
        refuse(.reconcile(.remoteRewritten(lastSeen: Self.one, remote: Self.one)))
        #expect(sent.events == ["remote-rewritten"])
    }

    @Test func anEscapeIsToldOnceABranch() throws {
        var report = ReloadReport(outcome: .conflictEscaped)
        report.oldCommit = Self.one
        report.newCommit = Self.two
        for name in ["conflicts/2026-11-21T09-00-00Z", "conflicts/2026-11-21T09-00-00Z-2"] {
            let ref = try #require(RefName("refs/heads/\(name)"))
            report.conflictBranch = ConflictBranch(ref: ref)
            for _ in 0..<3 {
                journal.recordReconcile(.done(report))
                journal.recordReload(.done(report))
            }
        }
        #expect(sent.events == ["conflict-escaped", "conflict-escaped"])
    }
}
