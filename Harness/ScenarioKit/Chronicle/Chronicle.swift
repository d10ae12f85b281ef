/// What one case left behind, as values: reports are made of it and of nothing else.
package struct Chronicle: Sendable {
    /// A read, and the readers it was made by.
    package struct Read: Sendable, Hashable {
        package let crew: String
        package let record: ReadRecord

        package init(crew: String, record: ReadRecord) {
            self.crew = crew
            self.record = record
        }
    }

    /// Reads that contradict an invariant of reading.
    package struct Violation: Sendable, Hashable {
        package let crew: String
        package let finding: Finding

        package init(crew: String, finding: Finding) {
            self.crew = crew
            self.finding = finding
        }

        /// When the offending read ended; nil for a finding without one.
        package var at: MonotonicTime? { finding.reads.last?.end }
    }

    /// When the case began: every report counts from here.
    package var start: MonotonicTime
    /// How long it took.
    package var seconds = 0.0
    /// Everything that happened, earliest first.
    package var events: [EventLog.Event] = []
    /// Reads, by when they ended; those that a limit left out are only counted.
    package var reads: [Read] = []
    /// How many reads there were.
    package var readCount = 0
    /// Reads that were torn, went backward or were stale, earliest first.
    package var violations: [Violation] = []
    /// How many of those there were.
    package var violationCount = 0
    /// `gen` of the stamped records of each commit, by id.
    package var stamps: [String: Int] = [:]
    /// The history when the first step began.
    package var before = HistoryPicture(commits: [], refs: [])
    /// The history at the end.
    package var after = HistoryPicture(commits: [], refs: [])

    package init(start: MonotonicTime) { self.start = start }

    /// Seconds since the case began; 0 for what was before.
    package func seconds(_ time: MonotonicTime) -> Double { time.seconds(since: start) }

    /// When it went wrong: the first violation, or the end of the step that failed.
    package var crisis: MonotonicTime? {
        violations.first?.at
            ?? events.first { $0.kind == "step-end" && $0["ok"]?.flag == false }?.at
    }

    /// Ids of all commits that any ref ever pointed to.
    package var tips: Set<String> {
        Set(before.refs.map(\.commit) + after.refs.map(\.commit)).union(
            events.compactMap { $0.kind == "ref" ? $0["new"]?.text : nil })
    }

    /// The name of a commit.
    package func name(of id: String?) -> String {
        guard let id else { return "nothing" }
        guard id.count == 40, id.allSatisfy(\.isHexDigit) else { return id }
        let known = after.name(of: id)
        return known == id.prefix(7) ? before.name(of: id) : known
    }

    /// A text with names in the place of the ids of known commits.
    package func naming(_ text: String) -> String {
        guard text.utf8.count >= 40 else { return text }
        return after.commits.reduce(text) { $0.replacing($1.id, with: $1.name) }
    }

    /// A text in which commits that no drawing has are called as the graphs call them.
    package func calling(_ text: String) -> String {
        guard text.contains(CommitBook.nameless) else { return text }
        return after.commits.reduce(text) {
            $0.replacing("\(CommitBook.nameless) (\($1.id.prefix(7)))", with: $1.name)
        }
    }
}
