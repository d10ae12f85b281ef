import LiveData
import Logging
import Meters
import Metrics
import NIOCore
import Synchronization

/// What all followers of `GET /api/events` share.
final class EventFeed: Sendable {
    /// This start of the process, in every event's id.
    let start = EventID.newStart()
    let live: LiveSnapshot
    let limits: EventLimits
    private let gate: Gate
    private let logger: Logger
    private let ended: MeterSet<Counter>
    /// The newest swap as it is sent: written once for all who wait for it.
    private let newest = Mutex<(generation: UInt64, frame: ByteBuffer)?>(nil)

    init(live: LiveSnapshot, limits: EventLimits, meters: MeterRegistry, logger: Logger) {
        self.live = live
        self.limits = limits
        self.logger = logger
        gate = Gate(limit: limits.followers)
        ended = meters.counters(
            "livetree_followers_ended_total",
            help: "Followers of GET /api/events that are gone, by reason.", label: "reason",
            values: FollowerEnd.allCases.map(\.rawValue))
    }

    /// Followers now.
    var followers: Int { gate.taken }

    /// A place for one more follower, kept as long as the value is; nil when all are taken.
    func enter() -> FollowerPlace? { FollowerPlace(gate) }

    func id(_ generation: UInt64) -> EventID { EventID(start: start, generation: generation) }

    func frame(of swap: Swap) -> ByteBuffer {
        if let kept = newest.withLock({ $0 }), kept.generation == swap.generation {
            return kept.frame
        }
        let frame = EventFrame.swap(swap, id(swap.generation))
        newest.withLock { kept in
            if kept.map({ $0.generation < swap.generation }) ?? true {
                kept = (swap.generation, frame)
            }
        }
        return frame
    }

    func count(_ reason: FollowerEnd) {
        ended[reason.rawValue].increment()
        guard reason == .tooSlow else { return }
        logger.info(
            "a follower of the events was too slow", metadata: ["event": "follower-dropped"])
    }
}

/// One follower's place among those served; given back when nobody holds it any more, however its
/// connection ended.
final class FollowerPlace: Sendable {
    private let gate: Gate

    fileprivate init?(_ gate: Gate) {
        guard gate.enter() else { return nil }
        self.gate = gate
    }

    deinit { gate.leave() }
}
