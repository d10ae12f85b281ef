/// How much an object store holds.
package struct StoreSize: Hashable, Sendable {
    package var packs = 0
    package var looseObjects = 0
    /// Of packs, indexes and loose objects.
    package var bytes = 0

    package init() {}
}
