/// Remembers which queries have words too common to rank every hit, as long as the index is about
/// the same. Pure.
///
/// To find it out means counting documents, which takes as long as a good part of the search.
struct CommonQueries: Sendable {
    private var verdicts: [[SearchQuery.Word]: Bool] = [:]
    private var written = 0

    /// Nil: not known, or too long ago.
    func isTooCommon(_ query: SearchQuery) -> Bool? { verdicts[query.words] }

    /// Takes a verdict down; of very many queries the earlier ones are forgotten.
    mutating func note(_ isTooCommon: Bool, of query: SearchQuery) {
        if verdicts.count >= Limits.rememberedQueries { verdicts = [:] }
        verdicts[query.words] = isTooCommon
    }

    /// Takes note of rows that came into the index: many may change a verdict.
    mutating func noteRows(_ count: Int) {
        written += count
        guard written >= Limits.rowsBetweenCounts else { return }
        written = 0
        verdicts = [:]
    }
}
