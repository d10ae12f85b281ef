/// What readers saw and what the server promised meanwhile: everything the read checks judge by.
package struct ReadHistory: Sendable {
    /// A reload that answered 200: from then on reads see this commit or what came after it.
    package struct Acknowledgement: Sendable, Hashable {
        /// When its request was sent.
        package var asked: MonotonicTime
        /// When its answer was complete.
        package var answered: MonotonicTime
        /// Served before.
        package var old: String?
        /// Served from now on.
        package var new: String?
        /// The generation it established; nil when the answer did not say, and was not from it.
        package var generation: UInt64?
        /// Whether it changed what is served.
        package var swapped: Bool

        package init(
            asked: MonotonicTime, answered: MonotonicTime, old: String?, new: String?,
            generation: UInt64?, swapped: Bool
        ) {
            self.asked = asked
            self.answered = answered
            self.old = old
            self.new = new
            self.generation = generation
            self.swapped = swapped
        }
    }

    /// Reads in the order they ended.
    package var reads: [ReadRecord]
    /// Reloads in the order they answered.
    package var acknowledgements: [Acknowledgement]
    /// `gen` of the stamped records of each commit, by id.
    package var stamps: [String: Int]
    /// How many records of the sheet carry a stamp.
    package var stampedRecords: Int
    /// When the server need not have answered.
    package var downtimes: [ServerActor.Downtime]
    /// When the server was started, earliest first: each start counts its generations anew.
    package var starts: [MonotonicTime]

    package init(
        reads: [ReadRecord], acknowledgements: [Acknowledgement] = [], stamps: [String: Int] = [:],
        stampedRecords: Int = 0, downtimes: [ServerActor.Downtime] = [],
        starts: [MonotonicTime] = []
    ) {
        self.reads = reads
        self.acknowledgements = acknowledgements
        self.stamps = stamps
        self.stampedRecords = stampedRecords
        self.downtimes = downtimes
        self.starts = starts
    }

    /// What belongs to each start of the server, told apart by when an answer came.
    var lives: [ReadHistory] {
        guard starts.count > 1 else { return [self] }
        return starts.indices.map { index in
            let isOf = { (time: MonotonicTime) in
                (index == 0 || time >= starts[index])
                    && (index + 1 == starts.count || time < starts[index + 1])
            }
            var life = self
            life.starts = [starts[index]]
            life.reads = reads.filter { isOf($0.end) }
            life.acknowledgements = acknowledgements.filter { isOf($0.answered) }
            return life
        }
    }
}
