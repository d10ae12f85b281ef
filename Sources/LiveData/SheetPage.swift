/// A page of one sheet's records.
package struct SheetPage: Sendable {
    /// Number of records on all pages together.
    package let total: Int
    package let items: [Record]
    /// Cursor of the next page; nil on the last one. It stays valid in later snapshots: the page
    /// after it goes on behind the last record of this one.
    package let next: String?

    package init(total: Int, items: [Record], next: String?) {
        self.total = total
        self.items = items
        self.next = next
    }
}
