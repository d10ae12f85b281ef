import GitAccess
import GitModel

extension RemoteObserver {
    /// Everything the decision about a sighting may depend on. A repository that cannot be read is
    /// an observation too.
    ///
    /// A push of ours may land at any moment: what is accepted is read once, and the sighting is
    /// taken for what that push has made of the remote. `before`: what was accepted when the look
    /// began; nil: no push could have landed since.
    package func observe(
        _ sighting: RemoteSighting, since before: AcceptedBefore? = nil
    ) async -> ReconcileObservation {
        do throws(GitError) {
            let accepted = try await acceptedTip()
            let local = try await localTip()
            let remote: RemoteObservation
            switch try await current(sighting, since: before, accepted) {
            case .notConfigured: remote = .notConfigured
            case .empty: remote = .empty(accepted: accepted != nil)
            case .branchMissing: remote = .branchMissing
            case .tip(let commit):
                remote = .tip(
                    try await observe(local: local, remote: commit, accepted: accepted))
            case .failed(let failure): remote = .failed(failure)
            }
            return ReconcileObservation(
                local: local.map { .tip($0) } ?? .none, remote: remote,
                absenceAccepted: try await isAbsenceAccepted())
        } catch {
            return ReconcileObservation(
                local: .damaged("\(error.operation): \(error.message)"), remote: .notConfigured)
        }
    }

    /// The sighting, or what a push of ours has made of the remote since: seen before the push and
    /// judged after it, the remote would look as if it had been rewound.
    private func current(
        _ sighting: RemoteSighting, since before: AcceptedBefore?, _ accepted: CommitID?
    ) async throws(GitError) -> RemoteSighting {
        guard let before, let pushed = accepted, pushed != before.commit else { return sighting }
        switch sighting {
        case .tip(let seen):
            return try await isAncestor(seen, of: pushed) ? .tip(pushed) : sighting
        case .empty: return before.commit == nil ? .tip(pushed) : sighting
        case .notConfigured, .branchMissing, .failed: return sighting
        }
    }
}
