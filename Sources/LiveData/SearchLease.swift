/// Keeps a snapshot's rows in the search index for as long as the snapshot lives.
package final class SearchLease: Sendable {
    let number: UInt64
    private let registry: LeaseRegistry

    init(number: UInt64, registry: LeaseRegistry) {
        self.number = number
        self.registry = registry
    }

    deinit {
        registry.end(number)
    }
}
