import GitModel
import Logging
import Reconcile
import TestSupport
import Testing

@testable import Reload

@Suite("What is logged of reloads")
struct ReloadJournalTests {
    private let capture = LogCapture()

    private func level(_ report: ReloadReport, isScheduled: Bool) -> Logger.Level? {
        ReloadWorld.makeJournal(logger: capture.logger)
            .recordReload(.done(report), isScheduled: isScheduled)
        return capture.lines("reload").last?.level
    }

    @Test func aLookByTheTimerThatFindsNothingIsNoNews() {
        #expect(level(ReloadReport(outcome: .inSync), isScheduled: true) == .debug)
        #expect(level(ReloadReport(outcome: .inSync), isScheduled: false) == .info)
    }

    @Test func whatTheTimerFindsIsNews() {
        #expect(level(ReloadReport(outcome: .fastForwarded), isScheduled: true) == .info)
        var swapped = ReloadReport(outcome: .inSync)
        swapped.swapped = true
        #expect(level(swapped, isScheduled: true) == .info)
    }
}
