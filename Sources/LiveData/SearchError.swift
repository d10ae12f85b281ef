/// Why a search has no answer.
package enum SearchError: Error, Sendable, Equatable {
    /// The first index is not complete yet; ask again later.
    case building
    /// The index could not be read.
    case failed(String)
}
