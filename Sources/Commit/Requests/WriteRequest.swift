package import GitModel

/// What one request wants to change: all of it in one commit, or none of it.
package struct WriteRequest: Sendable {
    /// Carried out in this order; a later one sees what the earlier ones did.
    package var operations: [WriteOperation]
    /// The commit's message; nil: one is made from the operations.
    package var message: String?
    /// Nil: the committer.
    package var author: Identity?
    /// Bytes of the request, for the bound on what waits.
    package var size: Int
    /// The operations came as a list: what is wrong with one of them is told with its number.
    package var isTransaction: Bool

    package init(
        _ operations: [WriteOperation], message: String? = nil, author: Identity? = nil,
        size: Int = 0, isTransaction: Bool = false
    ) {
        self.operations = operations
        self.message = message
        self.author = author
        self.size = size
        self.isTransaction = isTransaction
    }

    /// A request that changes declarations is a batch of its own: those after it are prepared
    /// against what it made of the sheets.
    var isAlone: Bool {
        operations.contains { if case .declare = $0.change { true } else { false } }
    }
}
