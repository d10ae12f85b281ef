/// What `git fsck` must say.
package enum FsckExpectation: String, Sendable, Hashable, CaseIterable {
    /// Nothing at all to complain about.
    case clean
    /// Nothing reachable from a ref is missing.
    case noMissingReachable = "no-missing-reachable"
}
