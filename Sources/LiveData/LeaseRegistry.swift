import Synchronization

/// Knows which snapshots are alive, and which search rows may differ between them.
///
/// Live snapshots are the nodes of a forest. An edge joins a snapshot to the one it was built over
/// and carries the rows that only one of the two may hold. A row that nobody but an ended snapshot
/// held is thus on every edge of that snapshot: looking at those finds all rows to delete, at the
/// cost of what changed. When a node goes, its neighbours are joined and inherit what still
/// differs between them. An ended snapshot without an edge is the one case where all rows are
/// looked at.
final class LeaseRegistry: Sendable {
    /// Two snapshots and the rows they may not have in common.
    struct Edge: Sendable {
        let first: UInt64
        let second: UInt64
        let rows: [RowKey]

        func other(than number: UInt64) -> UInt64 { first == number ? second : first }
        func touches(_ number: UInt64) -> Bool { first == number || second == number }
    }

    /// An ended snapshot whose rows are to be looked at.
    struct Ending: Sendable, Equatable {
        let number: UInt64
        /// Nil: nothing is known, look at all rows.
        let suspects: [RowKey]?
    }

    private struct State {
        var nextNumber: UInt64 = 1
        var live: [UInt64: [String: SheetSnapshot]] = [:]
        var edges: [Edge] = []
        /// Ended and not yet cleaned up after, oldest first.
        var ended: [UInt64] = []
    }

    private let state = Mutex(State())
    private let wake: AsyncStream<Void>.Continuation
    /// Yields when a snapshot ended; holds at most one such news.
    let wakeUps: AsyncStream<Void>

    init() {
        (wakeUps, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    deinit {
        wake.finish()
    }

    /// Takes note of a new snapshot before its rows are written.
    func begin(
        sheets: [String: SheetSnapshot], over base: SearchLease?, differing rows: [RowKey]
    ) -> SearchLease {
        let number = state.withLock { state in
            let number = state.nextNumber
            state.nextNumber += 1
            state.live[number] = sheets
            if let base {
                state.edges.append(Edge(first: base.number, second: number, rows: rows))
            }
            return number
        }
        return SearchLease(number: number, registry: self)
    }

    /// A snapshot is gone. Its content is freed here, outside the lock.
    func end(_ number: UInt64) {
        let content = state.withLock { state in
            state.ended.append(number)
            return state.live.removeValue(forKey: number)
        }
        wake.yield()
        _ = content
    }

    /// Has whoever listens look for rows to delete.
    func wakeUp() { wake.yield() }

    /// Snapshots that have not ended.
    var liveCount: Int { state.withLock { $0.live.count } }

    /// The content of every live snapshot.
    func live() -> [[String: SheetSnapshot]] {
        state.withLock { Array($0.live.values) }
    }

    /// The oldest ended snapshot that was not cleaned up after.
    func nextEnding() -> Ending? {
        state.withLock { state in
            guard let number = state.ended.first else { return nil }
            let edges = state.edges.filter { $0.touches(number) }
            return Ending(
                number: number, suspects: edges.isEmpty ? nil : edges.flatMap(\.rows))
        }
    }

    /// The rows only that snapshot held are deleted: takes it out of the forest.
    func finish(_ ending: Ending) {
        let live = live()
        let edges = state.withLock { $0.edges.filter { $0.touches(ending.number) } }
        let joined = Self.join(edges, around: ending.number, live: live)
        state.withLock { state in
            let known = Set(edges.map { $0.other(than: ending.number) })
            // No edge can have come since: only a live snapshot is built over.
            state.edges.removeAll {
                $0.touches(ending.number) && known.contains($0.other(than: ending.number))
            }
            state.edges.append(contentsOf: joined)
            state.ended.removeAll { $0 == ending.number }
        }
    }

    /// Edges from the first neighbour of a node to its others.
    private static func join(
        _ edges: [Edge], around number: UInt64, live: [[String: SheetSnapshot]]
    ) -> [Edge] {
        guard let hub = edges.first, edges.count > 1 else { return [] }
        func stillHeld(_ rows: [RowKey]) -> [RowKey] {
            rows.filter { row in live.contains { row.isHeld(in: $0) } }
        }
        let shared = stillHeld(hub.rows)
        return edges.dropFirst().map { edge in
            Edge(
                first: hub.other(than: number), second: edge.other(than: number),
                rows: shared + stillHeld(edge.rows))
        }
    }
}
