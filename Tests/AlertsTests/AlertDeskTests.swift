import Alerts
import Foundation
import JSONModel
import Logging
import Meters
import Synchronization
import Testing

@Suite("The desk for alerts") struct AlertDeskTests {
    private final class Sent: Sendable {
        let messages = Mutex<[AlertMessage]>([])
        var bodies: [JSON] { messages.withLock { $0.map(\.body) } }
    }

    private func desk(_ sent: Sent, _ meters: MeterRegistry = MeterRegistry()) -> AlertDesk {
        AlertDesk(
            branch: "main", logger: Logger(label: "t") { _ in SwiftLogNoOpLogHandler() },
            meters: meters, send: { message in sent.messages.withLock { $0.append(message) } })
    }

    @Test func aMessageHasTheOneShape() throws {
        let sent = Sent()
        desk(sent).update(
            .reload,
            to: [
                Alert(
                    .rebuildFailed, subject: "abc", message: "what", hint: "do",
                    fields: [.init("commit", "abc"), .init("problemCount", 2)])
            ])
        let body = try #require(sent.bodies.first)
        guard case .object(let members) = body else { throw CancellationError() }
        #expect(
            members.map(\.key) == [
                "event", "message", "hint", "branch", "at", "commit", "problemCount",
            ])
        #expect(body["event"] == "rebuild-failed" && body["branch"] == "main")
        let at = try Date(try #require(body["at"]?.text), strategy: .iso8601)
        #expect(abs(at.timeIntervalSinceNow) < 60)
    }

    @Test func anAlertAboutAnotherBranchNamesThat() {
        let sent = Sent()
        desk(sent).tell(
            Alert(.pushHalted, message: "m", hint: "h", branch: "conflicts/x"))
        #expect(sent.bodies.first?["branch"] == "conflicts/x")
    }

    @Test func longTextsAndListsAreCut() throws {
        let sent = Sent()
        let long = String(repeating: "ä", count: 5_000)
        desk(sent).tell(
            Alert(
                .rebuildFailed, message: "m", hint: "h",
                fields: [
                    .init("err", .string(long)),
                    .init("problems", .array(Array(repeating: .string(long), count: 500))),
                ]))
        let body = try #require(sent.bodies.first)
        #expect(body.bytes.count < 50_000)
        #expect(body["err"]?.text?.hasSuffix("…") == true)
        guard case .array(let list) = body["problems"] else { throw CancellationError() }
        #expect(list.count == 20)
    }

    @Test func countsWhatItRaisedAndWhatHolds() {
        let (sent, meters) = (Sent(), MeterRegistry())
        let desk = desk(sent, meters)
        let alert = Alert(.remoteRewritten, subject: "a", message: "m", hint: "h")
        for _ in 0..<3 { desk.update(.reload, to: [alert]) }
        var text = MeterText()
        meters.write(to: &text)
        let lines = String(decoding: text.bytes, as: UTF8.self)
        #expect(lines.contains("livetree_alerts_total{event=\"remote-rewritten\"} 1\n"))
        #expect(desk.holding.first { $0.event == .remoteRewritten }?.count == 1)
        desk.update(.reload, to: [])
        #expect(desk.holding.allSatisfy { $0.count == 0 })
        #expect(sent.bodies.count == 1)
    }

    @Test func whatIsNeededNowIsThereUntilItIsOver() {
        let desk = desk(Sent())
        let damaged = Alert(.localDamaged, message: "m1", hint: "h1")
        let full = Alert(.storageFull, message: "m2", hint: "h2")
        desk.update(.reload, to: [damaged, full])
        #expect(Set(desk.needs.map(\.alert.message)) == ["m1", "m2"])
        let since = desk.needs.map(\.since)
        // Told again in other words, it is the same need for as long as before.
        desk.update(.reload, to: [Alert(.localDamaged, message: "m3", hint: "h3"), full])
        #expect(Set(desk.needs.map(\.alert.message)) == ["m3", "m2"])
        #expect(desk.needs.map(\.since) == since)
        desk.withdraw(full.condition, from: .reload)
        #expect(desk.needs.map(\.alert.hint) == ["h3"])
        desk.update(.reload, to: [])
        #expect(desk.needs.isEmpty)
    }
}
