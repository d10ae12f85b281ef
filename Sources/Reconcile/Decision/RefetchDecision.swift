package import GitAccess
package import GitModel

package import struct Foundation.Date

/// Whether to fetch all of the remote's branch again, because objects were lost here.
package enum RefetchDecision: Equatable, Sendable {
    /// Fetch, to get these.
    case refetch([ObjectID])
    /// An earlier fetch did not bring these; it is too early for another.
    case soughtInVain
    /// Nothing is lost that another fetch could bring, or the disk garbles what it stores: then a
    /// human decides before anything is written to it.
    case leave

    /// A fetch that did not bring what it was for.
    package struct Attempt: Equatable, Sendable {
        /// What stayed lost.
        package var lost: Set<ObjectID>
        /// The remote's tip then.
        package let remote: CommitID?
        package let at: Date
        /// Whether the remote was read to the end: otherwise it may have them after all.
        package let isAnswered: Bool

        package init(lost: Set<ObjectID>, remote: CommitID?, at: Date, isAnswered: Bool) {
            self.lost = lost
            self.remote = remote
            self.at = at
            self.isAnswered = isAnswered
        }
    }

    /// The decision for the objects a failure is about. `remote`: the tip seen now, where the look
    /// got that far.
    ///
    /// A fetch of everything is dear, and webhooks are many: what it did not bring is sought again
    /// only once the remote has another tip, something else is lost too, or an hour has passed
    /// (`Limits.refetchPause`); a minute when the transfer broke.
    package static func decide(
        _ health: [ObjectID: ObjectHealth], remote: CommitID?, at now: Date,
        after last: Attempt?
    ) -> RefetchDecision {
        guard !health.values.contains(.corrupt) else { return .leave }
        let lost = health.filter { $0.value == .lost }.keys.sorted { $0.hex < $1.hex }
        guard !lost.isEmpty else { return .leave }
        guard let last, last.lost.isSuperset(of: lost), remote == nil || remote == last.remote
        else { return .refetch(lost) }
        let pause = last.isAnswered ? Limits.refetchPause : Limits.brokenRefetchPause
        // A clock that was set back must not keep us from trying.
        return 0..<pause ~= now.timeIntervalSince(last.at) ? .soughtInVain : .refetch(lost)
    }
}
