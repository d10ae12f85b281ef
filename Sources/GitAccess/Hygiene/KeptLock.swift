/// A lock file that a sweep left where it is.
package struct KeptLock: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
        /// This process has it open, or works in the repository.
        case held(by: Int32)
        /// It appeared after this process started.
        case younger
        /// Processes of its owner cannot be looked into, and it is not old enough to be dead.
        case unknown
        /// It is dead and could not be removed.
        case undeletable(String)
    }

    /// Relative to the repository.
    package let path: String
    package let reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }
}
