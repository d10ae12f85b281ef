import Foundation
import Synchronization

/// What the harness asked for: the time of the wall clock, and what happens at named points.
final class ControlState: Sendable {
    private struct Parts {
        var clock: Date?
        var holds: Set<String> = []
        /// Points behind which the next effect fails.
        var failing: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
        var isOver = false
    }

    private let parts = Mutex(Parts())
    /// What everything that waits for a time waits on.
    let time = ControlTime()

    /// The wall clock: the one the harness set, else the machine's.
    var now: Date { parts.withLock { $0.clock } ?? Date() }

    /// Carries out one instruction.
    func apply(_ message: ControlMessage) {
        switch message {
        case .standStill: time.standStill()
        case .advance(let duration): time.advance(by: duration)
        default: break
        }
        let released: [CheckedContinuation<Void, Never>] = parts.withLock { parts in
            switch message {
            case .clock(let date): parts.clock = date
            case .hold(let point): parts.holds.insert(point)
            case .pass(let point): return parts.waiting.removeValue(forKey: point) ?? []
            case .fail(let point):
                let waiting = parts.waiting.removeValue(forKey: point) ?? []
                if !waiting.isEmpty { parts.failing.insert(point) }
                return waiting
            case .release(let point):
                parts.holds.remove(point)
                return parts.waiting.removeValue(forKey: point) ?? []
            case .standStill, .advance, .mark, .go: break
            }
            return []
        }
        for waiter in released { waiter.resume() }
    }

    /// The connection ended: nothing is held any more.
    func end() {
        let waiting = parts.withLock { parts in
            parts.isOver = true
            parts.holds = []
            defer { parts.waiting = [:] }
            return parts.waiting.values.flatMap { $0 }
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Returns once the point is not held; `arrived` is called before, with whether it is.
    func reach(_ point: String, arrived: @Sendable (_ isHeld: Bool) -> Void) async {
        await withCheckedContinuation { continuation in
            let isHeld = parts.withLock { parts in
                guard parts.holds.contains(point), !parts.isOver else { return false }
                parts.waiting[point, default: []].append(continuation)
                return true
            }
            // Told when it waits already: the answer may come at once.
            arrived(isHeld)
            if !isHeld { continuation.resume() }
        }
    }

    /// Whether the effect behind this point is to fail, asked once.
    func takeFailure(at point: String) -> Bool {
        parts.withLock { $0.failing.remove(point) != nil }
    }
}
