package import Sheets

/// A question for a page of one sheet's records.
package struct SheetQuery: Sendable {
    /// Most records of the page, 1…1000.
    package let limit: Int
    /// `SheetPage.next` of the page before; nil starts at the beginning.
    package let cursor: String?
    /// Field to sort by, with a leading `-` for descending; nil sorts by path.
    package let sort: String?
    /// All of them must match.
    package let filters: [JSONFieldFilter]
    /// Keeps the records a search for this finds. The order stays that of `sort`.
    package let search: String?

    package init(
        limit: Int = 100, cursor: String? = nil, sort: String? = nil,
        filters: [JSONFieldFilter] = [], search: String? = nil
    ) {
        self.limit = limit
        self.cursor = cursor
        self.sort = sort
        self.filters = filters
        self.search = search
    }
}
