package import GitAccess
import GitModel

extension RemoteObserver {
    /// Takes what a clone of another program last saw of the remote for what was accepted, before
    /// the next fetch overwrites it: without a memory a remote that was rewound looks as if we were
    /// ahead, and a push would bring back what was taken away there (STATES S45).
    ///
    /// Only what the local branch contains: nothing else of it could be pushed. Changes nothing
    /// where there is a memory of our own.
    package func rememberWhatWasSeen() async throws(GitError) {
        guard try await acceptedTip() == nil, try await !isAbsenceAccepted(),
            let seen = try await trackedTip(), let local = try await localTip(),
            try await isAncestor(seen, of: local)
        else { return }
        _ = try await accept(seen)
    }
}
