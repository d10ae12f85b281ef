import NIOCore
import Processes
import Synchronization

/// The places for a server's connections. When all are taken, those make room whose clients have
/// kept us waiting longest: nobody keeps others out by holding connections.
package final class ConnectionRoom: Sendable {
    /// One connection's place.
    package final class Place: Sendable {
        /// Uptime in nanoseconds since when it is the client's turn; 0: it is ours.
        private let clientSince: Atomic<UInt64>
        private let giveUp: @Sendable () -> Void

        /// `giveUp` is called, on any thread, when the place was given to another connection.
        init(since now: NIODeadline, giveUp: @escaping @Sendable () -> Void) {
            clientSince = Atomic(max(1, now.uptimeNanoseconds))
            self.giveUp = giveUp
        }

        /// A request is whole: the client waits for its answer.
        func clientWaits() { clientSince.store(0, ordering: .relaxed) }

        /// It is the client's turn again.
        func weWait(since now: NIODeadline) {
            clientSince.store(max(1, now.uptimeNanoseconds), ordering: .relaxed)
        }

        fileprivate var since: UInt64 { clientSince.load(ordering: .relaxed) }
        fileprivate func end() { giveUp() }
    }

    private let limit: Int
    private let places = Mutex<[ObjectIdentifier: Place]>([:])

    package init(limit: Int) { self.limit = limit }

    /// As many places as the process may have descriptors for.
    package convenience init() {
        let left = DescriptorLimit.current - Limits.otherDescriptors
        self.init(limit: max(Limits.connectionsLeast, min(Limits.connections, left)))
    }

    /// How many places are taken.
    var taken: Int { places.withLock { $0.count } }

    /// False when there is no place, and none that can be taken away: every client waits for us.
    func enter(_ place: Place) -> Bool {
        let (hasEntered, moved) = places.withLock { places -> (Bool, [Place]) in
            var moved: [Place] = []
            if places.count >= limit {
                moved = Self.longest(places.values, Limits.connectionsMoved)
                for one in moved { places[ObjectIdentifier(one)] = nil }
            }
            guard places.count < limit else { return (false, moved) }
            places[ObjectIdentifier(place)] = place
            return (true, moved)
        }
        for one in moved { one.end() }
        return hasEntered
    }

    /// For one that lost its place and may not be ended now.
    func comeBack(_ place: Place) {
        places.withLock { $0[ObjectIdentifier(place)] = place }
    }

    func leave(_ place: Place) {
        _ = places.withLock { $0.removeValue(forKey: ObjectIdentifier(place)) }
    }

    /// Those that have waited longest for their clients, at most `count` and an eighth of all.
    private static func longest(
        _ places: some Collection<Place>, _ count: Int
    ) -> [Place] {
        let waiting = places.map { ($0, $0.since) }.filter { $0.1 > 0 }.sorted { $0.1 < $1.1 }
        return waiting.prefix(max(1, min(count, places.count / 8))).map(\.0)
    }
}
