/// The good reads of a history, ordered so that what a moment had around it is found without a look
/// at all of them: a long run has hundreds of reloads and hundreds of thousands of reads.
struct GoodReads {
    /// What is judged of a read here.
    struct Read {
        let start: MonotonicTime
        let end: MonotonicTime
        let commit: String?
    }

    /// By their start.
    private let reads: [Read]
    private let ends: [MonotonicTime]
    /// Starts of the reads that saw a commit, in order.
    private let starts: [String?: [MonotonicTime]]
    /// The longest read, in nanoseconds: how far back one that overlaps may have begun.
    private let longest: UInt64

    init(_ history: ReadHistory) {
        reads = history.reads.filter(\.isGood)
            .map { Read(start: $0.start, end: $0.end, commit: $0.commit) }
            .sorted { $0.start < $1.start }
        ends = reads.map(\.end).sorted()
        starts = Dictionary(grouping: reads, by: \.commit).mapValues { $0.map(\.start) }
        longest = reads.lazy.map { $0.end.nanoseconds - $0.start.nanoseconds }.max() ?? 0
    }

    /// Reads that were under way at some moment between the two.
    func overlapping(_ from: MonotonicTime, _ until: MonotonicTime) -> [Read] {
        let earliest = from.nanoseconds - min(from.nanoseconds, longest)
        let first = Self.first(of: reads) { $0.start.nanoseconds >= earliest }
        return reads[first...].prefix { $0.start < until }.filter { $0.end > from }
    }

    /// How many reads ended by then.
    func count(endedBy time: MonotonicTime) -> Int { Self.first(of: ends) { $0 > time } }

    /// How many reads began at or after then.
    func count(since time: MonotonicTime) -> Int {
        reads.count - Self.first(of: reads) { $0.start >= time }
    }

    /// How many reads that saw a commit began at or after then.
    func count(of commit: String?, since time: MonotonicTime) -> Int {
        guard let starts = starts[commit] else { return 0 }
        return starts.count - Self.first(of: starts) { $0 >= time }
    }

    /// The place of the first element of an ordered list for which `holds`, or its length.
    private static func first<Element>(
        of list: [Element], where holds: (Element) -> Bool
    ) -> Int {
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if holds(list[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
