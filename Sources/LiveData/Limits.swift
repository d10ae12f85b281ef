/// Every bound of this module in one place.
package enum Limits {
    /// Problems named one by one in an answer; beyond that only their number is told.
    static let listedProblems = 1_000
    /// Changes of one swap that are told one by one; beyond that only their number is.
    package static let toldChanges = 1_000
    /// Swaps that a follower can catch up with, and changes told in all of them together.
    package static let keptSwaps = 1_000
    package static let keptChanges = 20_000
    /// Sheets one branch may declare.
    static let sheets = 1_000
    /// Bytes of one sheet declaration.
    static let declarationBytes = 1 << 20

    /// Bytes of a search query that are looked at.
    static let queryBytes = 1_024
    /// Words of a search query that are looked at.
    static let queryWords = 32
    /// Most hits one search answers.
    static let hits = 1_000
    /// Records of a sheet that room is made for at once.
    static let expectedRecords = 1_000_000
    /// Rows ranked beyond the wanted hits, for those that are of other snapshots only.
    static let spareHits = 16
    /// Characters of a snippet.
    static let snippetCharacters = 160
    /// Documents all words of a query together may occur in for exact ranking.
    static let rankedDocuments = 6_000
    /// Queries of which is remembered whether they are too common.
    static let rememberedQueries = 1_024
    /// Rows that may come into the index before that is found out again.
    static let rowsBetweenCounts = 500
    /// Terms a prefix may stand for and still be ranked exactly.
    static let prefixTerms = 64
    /// Hits that are ranked when the query is too common to rank all.
    static let sampledHits = 500
    /// Rows read to find that many hits, and their total bytes.
    static let sampledRows = 2_000
    static let sampledBytes = 1 << 19
    /// Bytes of texts that are kept in one piece until they are indexed.
    static let textBoardBytes = 1 << 20
    /// Rows written to the search index in one transaction.
    static let rowsInOneTransaction = 2_000

    /// Records of one page.
    static let pageRecords = 1_000
    /// Bytes of a cursor.
    static let cursorBytes = 8_192
    /// Field filters of one query.
    static let filters = 16
    /// Bytes of a value that sorting looks at.
    static let sortKeyBytes = 1_024
    /// A first snapshot is searchable as soon as it is served if at most so many records are new.
    static let recordsIndexedAtOnce = 10_000
}
