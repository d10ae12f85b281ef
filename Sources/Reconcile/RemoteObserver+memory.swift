package import GitAccess
package import GitModel

extension RemoteObserver {
    /// What a clone of another program last saw of the remote, to be asked for before the next fetch
    /// overwrites it; nil where there is a memory of our own, or nothing to remember.
    ///
    /// Only what the local branch contains: nothing else of it could be pushed.
    package func seenByOthers() async throws(GitError) -> CommitID? {
        guard try await acceptedTip() == nil, try await !isAbsenceAccepted(),
            let seen = try await trackedTip(), let local = try await localTip(),
            try await isAncestor(seen, of: local)
        else { return nil }
        return seen
    }

    /// Takes that for what was accepted: without a memory a remote that was rewound looks as if we
    /// were ahead, and a push would bring back what was taken away there (STATES S45).
    ///
    /// A remote that shares nothing with it is a stranger, and no rewind.
    package func remember(_ seen: CommitID?, beside sighting: RemoteSighting) async {
        do throws(GitError) {
            guard let seen, try await acceptedTip() == nil else { return }
            if case .tip(let remote) = sighting,
                try await relation(local: seen, remote: remote).mergeBase == nil
            {
                return
            }
            _ = try await accept(seen)
        } catch {
            // What cannot be read is met again, and reported, by whoever decides.
        }
    }
}
