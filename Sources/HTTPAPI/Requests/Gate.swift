import Synchronization

/// Lets a bounded number of requests, or of bytes, in at a time.
final class Gate: Sendable {
    private let limit: Int
    private let inside = Mutex(0)

    init(limit: Int) { self.limit = limit }

    /// How much is inside now.
    var taken: Int { inside.withLock { $0 } }

    /// False when there is no room for so many more; else `leave` must follow.
    func enter(_ count: Int = 1) -> Bool {
        inside.withLock { total in
            guard total + count <= limit else { return false }
            total += count
            return true
        }
    }

    func leave(_ count: Int = 1) { inside.withLock { $0 -= count } }
}

/// What one request has taken of a gate's room, piece by piece; `end` gives all of it back.
final class GateLease: Sendable {
    private let gate: Gate
    private let taken = Mutex(0)

    init(_ gate: Gate) { self.gate = gate }

    /// False when there is no room for so many more.
    func take(_ count: Int) -> Bool {
        guard gate.enter(count) else { return false }
        taken.withLock { $0 += count }
        return true
    }

    func end() {
        gate.leave(
            taken.withLock { count in
                defer { count = 0 }
                return count
            })
    }
}
