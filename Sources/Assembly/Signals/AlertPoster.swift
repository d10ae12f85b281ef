import Alerts
import AsyncHTTPClient
import JSONModel
import Logging
import Meters
import Metrics
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Posts alerts to `CFP_ALERT_URL`, one after the other; who raises one never waits for it.
///
/// A receiver that is dead or hangs costs this service time and nobody else: a bounded number
/// waits, what comes beyond is dropped, and one that cannot be delivered is given up after a few
/// attempts. All of them are in the log anyway.
final class AlertPoster: Service {
    private let settings: Settings
    private let pace: AlertPace
    private let logger: Logger
    private let posts: MeterSet<Counter>
    private let queue: AsyncStream<AlertMessage>
    private let entry: AsyncStream<AlertMessage>.Continuation

    init(
        _ settings: Settings, meters: MeterRegistry, logger: Logger, pace: AlertPace = AlertPace()
    ) {
        self.settings = settings
        self.pace = pace
        self.logger = logger
        posts = meters.counters(
            "livetree_alert_posts_total", help: "Alerts for CFP_ALERT_URL, by what became of them.",
            label: "outcome", values: ["delivered", "given-up", "dropped"])
        (queue, entry) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Limits.waitingAlerts))
    }

    /// Puts a message into the queue; never blocks.
    func add(_ message: AlertMessage) {
        guard case .dropped = entry.yield(message) else { return }
        posts["dropped"].increment()
        complain(message, "\(Limits.waitingAlerts) alerts wait already")
    }

    /// Posts until graceful shutdown, then what waits. The caller bounds how long that may take.
    func run() async {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5)))
        configuration.httpVersion = .http1Only
        let client = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: configuration)
        await withTaskCancellationOrGracefulShutdownHandler {
            for await message in queue { await deliver(message, client) }
        } onCancelOrGracefulShutdown: { [entry] in
            entry.finish()
        }
        // Nothing of ours is left in it: what was under way has ended or was cancelled.
        try? await client.shutdown()
    }

    /// Posts what waits, for `limit` at most; for a program that ends then.
    func flush(within limit: Duration) async {
        entry.finish()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.run() }
            group.addTask { try? await Task.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func deliver(_ message: AlertMessage, _ client: HTTPClient) async {
        var trouble = ""
        for pause in pace.pauses.map(Optional.some) + [nil] {
            do throws(StopReason) {
                // Read for each attempt: a new address is used at once.
                guard let target = try AlertURL(settings) else { return }
                guard let failure = await post(message, to: target, client) else {
                    posts["delivered"].increment()
                    return
                }
                trouble = "\(target.origin): \(failure)"
            } catch {
                trouble = error.message
            }
            guard let pause else { break }
            guard (try? await Task.sleep(for: pause)) != nil else {
                trouble += " (stopping)"
                break
            }
        }
        posts["given-up"].increment()
        complain(message, trouble)
    }

    /// Nil: the receiver has it. Else why not, without the address.
    private func post(
        _ message: AlertMessage, to target: AlertURL, _ client: HTTPClient
    ) async -> String? {
        var request = HTTPClientRequest(url: target.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "livetree")
        if let user = target.user {
            request.setBasicAuth(username: user.name, password: user.password)
        }
        request.body = .bytes(message.body.bytes)
        do {
            let wait = TimeAmount(pace.deadline)
            // The body is not read: dropping the answer ends the connection.
            let status = try await client.execute(request, timeout: wait).status
            return (200..<300).contains(status.code) ? nil : "it answered \(status.code)"
        } catch let error as HTTPClientError {
            return error.shortDescription
        } catch {
            // Other errors may quote the address.
            return "\(type(of: error))"
        }
    }

    private func complain(_ message: AlertMessage, _ trouble: String) {
        logger.warning(
            "alert not delivered",
            metadata: [
                "event": "alert-failed", "alert": "\(message.event.rawValue)", "err": "\(trouble)",
                "hint": "see CFP_ALERT_URL; the alert itself is in this log",
            ])
    }
}
