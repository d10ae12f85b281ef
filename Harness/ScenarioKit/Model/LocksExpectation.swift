/// Which lock files may be left.
package enum LocksExpectation: String, Sendable, Hashable, CaseIterable {
    case none
}
