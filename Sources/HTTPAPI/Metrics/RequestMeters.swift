package import Meters
import Metrics
import NIOCore

/// What is counted of requests. Every meter is made beforehand: to count one request costs a look
/// into two arrays, one atomic addition and one short lock.
package struct RequestMeters: Sendable {
    /// From 50 microseconds, which a read from memory stays below, to half a minute, in seconds.
    private static let bounds = [
        0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5,
        10, 30,
    ]
    private static let statuses = ["2xx", "3xx", "4xx", "5xx"]

    /// By kind, then by the status' first digit.
    private let counters: [Counter]
    /// By kind.
    private let timers: [Timer]

    package init(_ registry: MeterRegistry) {
        let kinds = MeterLabel("kind", RequestKind.allCases.map(\.word))
        let (requests, seconds) = ("livetree_requests_total", "livetree_request_seconds")
        registry.declareCounter(
            requests, help: "Requests, by what was asked for and the first digit of the status.",
            labels: [kinds, MeterLabel("status", Self.statuses)])
        registry.declareTimer(
            seconds, help: "From the head of a request to that of its answer, by kind.",
            labels: [kinds], bounds: Self.bounds)
        counters = RequestKind.allCases.flatMap { kind in
            Self.statuses.map { status in
                Counter(
                    label: requests, dimensions: [("kind", kind.word), ("status", status)],
                    factory: registry)
            }
        }
        timers = RequestKind.allCases.map {
            Timer(label: seconds, dimensions: [("kind", $0.word)], factory: registry)
        }
    }

    /// Counts a request that came at `begun` and is answered now, with a status from 200 to 599.
    func record(_ kind: RequestKind, status: Int, since begun: NIODeadline) {
        let place = min(max(status / 100 - 2, 0), Self.statuses.count - 1)
        counters[kind.rawValue * Self.statuses.count + place].increment()
        timers[kind.rawValue].recordNanoseconds((NIODeadline.now() - begun).nanoseconds)
    }
}
