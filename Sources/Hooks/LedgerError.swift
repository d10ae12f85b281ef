/// The ledger could not be written.
package struct LedgerError: Error, Equatable, CustomStringConvertible {
    /// What failed, and what the system said about it.
    package let description: String

    package init(description: String) { self.description = description }
}
