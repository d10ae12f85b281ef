import DequeModule

/// The latest swaps, as many as fit: what followers catch up from. Holds no snapshot.
package struct SwapLog: Sendable {
    /// What a follower has missed.
    package enum Missed: Equatable, Sendable {
        /// These swaps, the oldest first; empty when it has seen them all.
        case swaps([Swap])
        /// More than is kept.
        case forgotten
    }

    private var swaps: Deque<Swap> = []
    /// Changes told in all of `swaps`.
    private var told = 0
    /// What was served before the oldest swap of the log; nil before the first swap.
    private var floor: UInt64?
    private let maximumSwaps: Int
    private let maximumChanges: Int

    package init(
        maximumSwaps: Int = Limits.keptSwaps, maximumChanges: Int = Limits.keptChanges
    ) {
        self.maximumSwaps = maximumSwaps
        self.maximumChanges = maximumChanges
    }

    /// The generation served since the last swap; nil before the first one.
    package var newest: UInt64? { swaps.last?.generation ?? floor }

    /// Takes in the next swap and forgets the oldest ones that no longer fit. Of the first swap
    /// only its generation is kept: nobody was served anything before it.
    package mutating func append(_ swap: Swap) {
        guard floor != nil else {
            floor = swap.generation
            return
        }
        swaps.append(swap)
        told += swap.changes.told
        while swaps.count > maximumSwaps || told > maximumChanges,
            let oldest = swaps.popFirst()
        {
            floor = oldest.generation
            told -= oldest.changes.told
        }
    }

    /// The first `limit` swaps after `generation`.
    package func swaps(after generation: UInt64, limit: Int = .max) -> Missed {
        guard generation >= floor ?? 0 else { return .forgotten }
        // Nearly always near the end.
        let start = swaps.lastIndex { $0.generation <= generation }.map { $0 + 1 } ?? 0
        return .swaps(Array(swaps[start...].prefix(limit)))
    }
}
