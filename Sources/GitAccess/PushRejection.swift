/// Why one branch of a push was refused, by git's own words for it.
package enum PushRejection: String, Sendable, Hashable {
    /// The commit does not contain what the remote has, as known here.
    case nonFastForward
    /// The remote has commits that were never fetched.
    case fetchFirst
    /// The remote's value is not the expected one; the branch may be gone there.
    case staleInfo
    /// Declined by a hook, a protection rule, a quota, or because the pack could not be kept.
    case remoteRejected
    /// The branch could not be moved there: somebody else moved it in the same moment, perhaps.
    case lostRace
    /// Refused only because a companion of the same atomic push was.
    case atomic
    /// The remote broke off without a word about this branch, or said something new.
    case unknown
}
