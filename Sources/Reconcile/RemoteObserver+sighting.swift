import GitAccess
import GitModel

extension RemoteObserver {
    /// Everything the decision about a sighting may depend on. A repository that cannot be read is
    /// an observation too.
    package func observe(_ sighting: RemoteSighting) async -> ReconcileObservation {
        do throws(GitError) {
            let local = try await localTip()
            let remote: RemoteObservation
            switch sighting {
            case .notConfigured: remote = .notConfigured
            case .empty: remote = .empty(accepted: try await hasAccepted())
            case .branchMissing: remote = .branchMissing
            case .tip(let commit): remote = .tip(try await observe(local: local, remote: commit))
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
    /// judged after it, the remote would look as if it had been rewound. `before`: what was
    /// accepted when the look began; nil: no push could have landed since.
    package func current(
        _ sighting: RemoteSighting, since before: AcceptedBefore?
    ) async -> RemoteSighting {
        guard let before else { return sighting }
        do throws(GitError) {
            guard let pushed = try await acceptedTip(), pushed != before.commit
            else { return sighting }
            switch sighting {
            case .tip(let seen):
                let isOlder = try await isAncestor(seen, of: pushed)
                return isOlder ? .tip(pushed) : sighting
            case .empty: return before.commit == nil ? .tip(pushed) : sighting
            case .notConfigured, .branchMissing, .failed: return sighting
            }
        } catch {
            // What cannot be read is met again, and reported, by whoever decides.
            return sighting
        }
    }
}
