package import GitModel

/// What became of a compare-and-swap on a reference.
package enum RefMove: Hashable, Sendable {
    /// It had the expected value and now has the new one, durably.
    case moved
    /// It has another value (nil: it does not exist); nothing was changed.
    case stale(CommitID?)
}
