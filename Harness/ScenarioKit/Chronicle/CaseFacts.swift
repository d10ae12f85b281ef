/// What the checkers judge by besides the reads and the calls of git: enough, with these, to judge
/// a stored case again. Times are nanoseconds of the monotonic clock.
package struct CaseFacts: Sendable {
    /// When an acknowledged write was asked and answered.
    package struct Interval: Sendable, Hashable {
        package let asked: MonotonicTime
        package let answered: MonotonicTime

        package init(asked: MonotonicTime, answered: MonotonicTime) {
            self.asked = asked
            self.answered = answered
        }
    }

    /// What the reads of one crew are judged by: of the server it read from.
    package struct Crew: Sendable {
        /// What answers promised to readers.
        package var promises: [ReadHistory.Acknowledgement] = []
        package var starts: [MonotonicTime] = []
        package var downtimes: [ServerActor.Downtime] = []

        package init(
            promises: [ReadHistory.Acknowledgement] = [], starts: [MonotonicTime] = [],
            downtimes: [ServerActor.Downtime] = []
        ) {
            self.promises = promises
            self.starts = starts
            self.downtimes = downtimes
        }
    }

    /// The id of the case.
    package var id: String
    /// The scenario's file.
    package var file: String
    /// The seed it was played with.
    package var seed: UInt64 = 0
    /// When the case began.
    package var start: MonotonicTime
    /// Names of drawn commits, by id.
    package var names: [String: String] = [:]
    /// `gen` of the stamped records of each commit, by id.
    package var stamps: [String: Int] = [:]
    package var stampedRecords = 0
    /// By the name of the crew.
    package var crews: [String: Crew] = [:]
    /// Acknowledged writes.
    package var swaps: [Interval] = []
    package var transitions: [RefTransition] = []
    /// Parents of every commit of the case, by id.
    package var parents: [String: [String]] = [:]
    /// How each server waits between pushes, by actor.
    package var paces: [String: SpinChecks.Pace] = [:]
    /// Whether the scenario relies on reads having seen reloads happen.
    package var judgesReads = false
    package var relaxed: [Invariant] = []

    package init(id: String, file: String, start: MonotonicTime) {
        self.id = id
        self.file = file
        self.start = start
    }

    /// The name of a commit, as people read it.
    package func describe(_ id: String?) -> String {
        guard let id else { return "absent" }
        return names[id].map { "\($0) (\(id.prefix(7)))" } ?? String(id.prefix(7))
    }

    /// Whether a commit is in the history of another; nil where the facts do not reach that far.
    package func isAncestor(_ old: String, of new: String) -> Bool? {
        guard parents[old] != nil, parents[new] != nil else { return nil }
        var seen: Set<String> = []
        var stack = [new]
        while let id = stack.popLast() {
            if id == old { return true }
            if seen.insert(id).inserted { stack += parents[id] ?? [] }
        }
        return false
    }
}
