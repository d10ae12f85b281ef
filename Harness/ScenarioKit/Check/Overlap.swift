/// How many reads saw a reload happen: whether the read checks prove anything.
package struct Overlap: Sendable, Hashable {
    /// The commit the reload led to.
    package let new: String?
    /// Good reads that overlap its request–answer interval.
    package let reads: Int
    /// Those of them that saw the state before.
    package let sawOld: Int
    /// Those of them that saw the new state: they began before the answer.
    package let sawNew: Int
    /// Those that were under way when the answer came, and so at the swap just before it.
    package let acrossAnswer: Int
    /// Those that began after the answer and saw the new state: the readers were there on both
    /// sides of the swap.
    package let sawNewAfter: Int

    /// One count for each reload that swapped.
    package static func count(in history: ReadHistory) -> [Overlap] {
        let reads = GoodReads(history)
        return history.acknowledgements.filter(\.swapped).map { reload in
            let overlapping = reads.overlapping(reload.asked, reload.answered)
            return Overlap(
                new: reload.new, reads: overlapping.count,
                sawOld: overlapping.count { $0.commit == reload.old },
                sawNew: overlapping.count { $0.commit == reload.new },
                acrossAnswer: overlapping.count { $0.end > reload.answered },
                sawNewAfter: reads.count(of: reload.new, since: reload.answered))
        }
    }

    /// Why a history decides nothing, or nil when it does.
    package static func doubt(
        _ overlaps: [Overlap], name: (String?) -> String
    ) -> String? {
        guard !overlaps.isEmpty else { return nil }
        if let few = overlaps.first(where: { $0.reads < Limits.overlappingReads }) {
            return "only \(few.reads) reads overlapped the reload to \(name(few.new)); "
                + "\(Limits.overlappingReads) are needed"
        }
        let isStraddled = overlaps.contains {
            $0.sawOld > 0 && $0.sawNew + $0.acrossAnswer + $0.sawNewAfter > 0
        }
        guard isStraddled else {
            return "no reload was straddled: no reader saw the old state and was there for the new"
        }
        return nil
    }

    /// Why reads decide nothing about writes, or nil: no write had readers on both sides.
    package static func doubt(
        ofWrites swaps: [(asked: MonotonicTime, answered: MonotonicTime)], in history: ReadHistory
    ) -> String? {
        let least = Limits.overlappingReads / 2
        let reads = GoodReads(history)
        let isStraddled = swaps.contains { swap in
            reads.count(endedBy: swap.asked) >= least && reads.count(since: swap.answered) >= least
        }
        guard !swaps.isEmpty, !isStraddled else { return nil }
        return "no write had \(least) reads before it and \(least) after it"
    }

    /// The figures in words.
    package func words(name: (String?) -> String) -> String {
        "\(reads) reads overlapped the reload to \(name(new)): \(sawOld) saw the old state, "
            + "\(sawNew) the new, \(acrossAnswer) were under way at the answer"
    }
}
