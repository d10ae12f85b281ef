/// When the rows of a new snapshot go into the search index.
package enum Indexing: Sendable {
    /// Before the build returns: searches are right from the first read on.
    case now
    /// After `SearchIndex.index(_:)` is called; until then searches answer `building`.
    case later
    /// `now` for up to `Limits.recordsIndexedAtOnce` new records, a moment's work, else
    /// `later`.
    case laterWhenLarge
}
