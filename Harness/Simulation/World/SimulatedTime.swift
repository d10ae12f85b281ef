import Synchronization

import struct Foundation.Date

/// The clock of a simulated world. It stands still but for what a case says.
final class SimulatedTime: Sendable {
    /// The wall clock at the start, in seconds since 1970.
    private static let start = 1_795_248_000.0

    private let elapsed = Mutex(Duration.zero)

    /// Since the start of the world.
    var now: Duration { elapsed.withLock { $0 } }

    /// The wall clock, to the second: two escapes may well be in one.
    var date: Date { Date(timeIntervalSince1970: Self.start + Double(now.components.seconds)) }

    func advance(to time: Duration) {
        elapsed.withLock { $0 = max($0, time) }
    }
}
