import Alerts
import Foundation
import JSONModel
import Logging
import Meters
import Synchronization
import TestSupport
import Testing

@testable import Assembly

@Suite("The poster of alerts", .timeLimit(.minutes(2))) struct AlertPosterTests {
    /// A poster with its desk, and what it logged.
    private struct Office: Sendable {
        let poster: AlertPoster
        let desk: AlertDesk
        let meters = MeterRegistry()
        let log = LogBook()

        init(_ environment: [String: String], deadline: Duration = .seconds(5)) throws {
            let settings = try Settings(environment: environment, configFile: nil)
            let poster = AlertPoster(
                settings, meters: meters, logger: log.logger,
                pace: AlertPace(
                    deadline: deadline, pauses: [.milliseconds(1), .milliseconds(1)]))
            self.poster = poster
            desk = AlertDesk(
                branch: "main", logger: log.logger, meters: meters, send: { poster.add($0) })
        }

        func raise(_ count: Int = 1) {
            for number in 0..<count {
                desk.tell(Alert(.rebuildFailed, subject: "\(number)", message: "m", hint: "h"))
            }
        }

        func metric(_ name: String) -> String? {
            var text = MeterText()
            meters.write(to: &text)
            return String(decoding: text.bytes, as: UTF8.self).split(separator: "\n")
                .first { $0.hasPrefix(name + " ") }.map { String($0.dropFirst(name.count + 1)) }
        }

        func posts(_ outcome: String) -> String? {
            metric("livetree_alert_posts_total{outcome=\"\(outcome)\"}")
        }
    }

    /// Keeps lines as text.
    private final class LogBook: Sendable {
        private struct Handler: LogHandler {
            let book: LogBook
            var logLevel = Logger.Level.info
            var metadata: Logger.Metadata = [:]
            subscript(metadataKey key: String) -> Logger.Metadata.Value? {
                get { metadata[key] }
                set { metadata[key] = newValue }
            }
            func log(event: LogEvent) {
                let line = "\(event.level) \(event.message) \(event.metadata ?? [:])"
                book.lines.withLock { $0.append(line) }
            }
        }

        let lines = Mutex<[String]>([])
        var text: String { lines.withLock { $0.joined(separator: "\n") } }
        var logger: Logger { Logger(label: "test") { _ in Handler(book: self) } }
    }

    @Test func postsInOrder() async throws {
        let receiver = try await AlertReceiver()
        let office = try Office(["CFP_ALERT_URL": receiver.url])
        office.raise(3)
        await office.poster.flush(within: .seconds(10))
        #expect(receiver.received.count == 3)
        #expect(receiver.received.allSatisfy { $0.path == "/hook?token=\(AlertReceiver.token)" })
        #expect(office.posts("delivered") == "3")
        #expect(!office.log.text.contains(AlertReceiver.token))
    }

    @Test(arguments: [302, 307, 404, 500])
    func whatIsNotTakenIsTriedAFewTimesAndGivenUp(status: Int) async throws {
        let receiver = try await AlertReceiver()
        try receiver.setStatus(status)
        let office = try Office(["CFP_ALERT_URL": receiver.url])
        office.raise()
        await office.poster.flush(within: .seconds(10))
        #expect(receiver.received.count == 3)
        // A redirect is not followed: the alert goes where it was told to go.
        #expect(receiver.received.allSatisfy { $0.path.hasPrefix("/hook") })
        #expect(office.posts("given-up") == "1")
        #expect(office.log.text.contains("it answered \(status)"))
        #expect(!office.log.text.contains(AlertReceiver.token))
    }

    @Test func aReceiverThatIsNotThereIsGivenUp() async throws {
        let port = try SilentListener.freePort()
        let office = try Office(["CFP_ALERT_URL": "http://127.0.0.1:\(port)/secret-path"])
        office.raise()
        await office.poster.flush(within: .seconds(10))
        #expect(office.posts("given-up") == "1")
        #expect(office.log.text.contains("alert not delivered"))
        #expect(!office.log.text.contains("secret-path"))
    }

    @Test func aReceiverThatHangsHasADeadline() async throws {
        let silent = try SilentListener()
        let office = try Office(
            ["CFP_ALERT_URL": "http://127.0.0.1:\(silent.port)/"], deadline: .milliseconds(200))
        office.raise()
        let start = ContinuousClock.now
        await office.poster.flush(within: .seconds(30))
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(office.posts("given-up") == "1")
    }

    @Test func theEndIsNotHeldUp() async throws {
        let silent = try SilentListener()
        let office = try Office(
            ["CFP_ALERT_URL": "http://127.0.0.1:\(silent.port)/"], deadline: .seconds(60))
        office.raise(5)
        let start = ContinuousClock.now
        await office.poster.flush(within: .milliseconds(300))
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func whatDoesNotFitTheQueueIsDroppedAndCounted() throws {
        let office = try Office(["CFP_ALERT_URL": "http://127.0.0.1:1/"])
        office.raise(100)
        #expect(office.posts("dropped") == "36")
        #expect(office.metric("livetree_alerts_total{event=\"rebuild-failed\"}") == "100")
    }

    @Test func theAddressIsReadAgainForEachAlert() async throws {
        let folder = try TemporaryFolder()
        let receiver = try await AlertReceiver()
        let path = try folder.write(
            "http://bob:pass-word@127.0.0.1:\(receiver.port)/new\n", to: "url")
        let office = try Office(["CFP_ALERT_URL_FILE": path])
        office.raise()
        await office.poster.flush(within: .seconds(10))
        #expect(receiver.received.map(\.path) == ["/new"])
        let credential = Data("bob:pass-word".utf8).base64EncodedString()
        #expect(receiver.received.first?.authorization == "Basic \(credential)")
    }

    @Test func withoutAnAddressNothingIsTried() async throws {
        let office = try Office([:])
        office.raise()
        await office.poster.flush(within: .seconds(10))
        for outcome in ["delivered", "given-up", "dropped"] {
            #expect(office.posts(outcome) == "0")
        }
        #expect(office.log.lines.withLock { $0.count } == 1, "the alert itself")
    }

    @Test(arguments: [
        "hooks.example.org/x", "ftp://example.org/x", "http://", "https:///x", "not a url",
        "https://example.org:99999/", "http://exa mple.org/", "mailto:ops@example.org",
    ])
    func aBadAddressStopsTheStartAndIsNotQuoted(value: String) throws {
        let settings = try Settings(
            environment: ["CFP_DATA_REPO_PATH": "/srv/data.git", "CFP_ALERT_URL": value],
            configFile: nil)
        do throws(StopReason) {
            _ = try Configuration(settings)
            Issue.record("accepted")
        } catch {
            #expect(error.code == .badConfiguration)
            #expect(error.message.contains("CFP_ALERT_URL"))
            #expect(!error.message.contains(value))
        }
    }

    @Test(arguments: [
        "https://example.org", "http://127.0.0.1:8080/x?y=z", "https://[::1]:9/",
        "HTTPS://user:pw@hooks.example.org/a/b",
    ])
    func aGoodAddressIsTaken(value: String) throws {
        let settings = try Settings(environment: ["CFP_ALERT_URL": value], configFile: nil)
        let url = try #require(try AlertURL(settings))
        #expect(!url.origin.contains("pw") && !url.url.contains("pw"))
    }
}
