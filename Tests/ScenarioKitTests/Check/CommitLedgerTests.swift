import Testing

@testable import ScenarioKit

@Suite("Which commits may be gone")
struct CommitLedgerTests {
    @Test func aCommitOfTheCloneOnNoBranchIsMissing() {
        var ledger = CommitLedger()
        ledger.watch(["a", "l"])
        #expect(ledger.missing(from: ["a", "l"]).isEmpty)
        #expect(ledger.missing(from: ["a"]) == ["l"])
    }

    @Test func whatARemoteHadIsNotWatched() {
        var ledger = CommitLedger()
        ledger.saw(onRemotes: ["p"])
        ledger.watch(["p", "l"])
        #expect(ledger.guarded == ["l"])
    }

    @Test func whatTheRemoteTookBackIsMissingUntilAnOperatorAdoptsThat() {
        var ledger = CommitLedger()
        ledger.watch(["l", "m"])
        ledger.saw(onRemotes: ["l"])
        #expect(ledger.missing(from: []) == ["l", "m"])
        ledger.adopt()
        #expect(ledger.missing(from: []) == ["m"])
    }

    @Test func anExcusedCommitIsNotMissing() {
        var ledger = CommitLedger()
        ledger.watch(["l", "m"])
        ledger.excuse(["m"])
        #expect(ledger.missing(from: []) == ["l"])
    }
}
