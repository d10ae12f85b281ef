/// One read by one reader, from before its request was sent until after its answer was read.
package struct ReadRecord: Sendable, Hashable {
    /// What was asked for.
    package enum Kind: UInt8, Sendable, Hashable, CaseIterable {
        case list, get, search, listFiltered, page

        /// The word of the language.
        package var word: String { self == .listFiltered ? "list-filtered" : "\(self)" }
    }

    /// What went wrong, if anything did.
    package enum Failure: UInt8, Sendable, Hashable {
        case none, refused, broken, timeout, malformed
    }

    /// Number of the reader, from 0.
    package var connection: Int
    package var kind: Kind
    package var start: MonotonicTime
    package var end: MonotonicTime
    /// What was asked for, from the root; nil in a history that did not keep it.
    package var path: String?
    /// The HTTP status, 0 without an answer.
    package var status = 0
    package var failure = Failure.none
    /// `X-Data-Commit`.
    package var commit: String?
    /// `commit` of the body.
    package var bodyCommit: String?
    /// `X-Data-Generation`.
    package var generation: UInt64?
    /// Smallest and largest `gen` of the records in the answer, and how many there were.
    package var leastStamp: Int?
    package var greatestStamp: Int?
    package var stamps = 0
    /// Hits or items that match the stamp asked for.
    package var matches = 0
    /// The stamp a search or filter asked for.
    package var wantedStamp: Int?
    /// The answer says it is cut.
    package var truncated = false

    package init(connection: Int, kind: Kind, start: MonotonicTime, end: MonotonicTime) {
        self.connection = connection
        self.kind = kind
        self.start = start
        self.end = end
    }

    /// True for an answer with records in it.
    package var isGood: Bool { failure == .none && status == 200 }
}
