/// Why there is no page.
package enum SheetQueryError: Error, Sendable, Equatable {
    /// The snapshot has no sheet of that name.
    case noSuchSheet
    /// The cursor was not issued here for this sheet and sort.
    case badCursor
    /// Something else in the question is out of bounds; says what.
    case badRequest(String)
    /// The search index has no answer.
    case search(SearchError)
}
