/// What is known of the remote.
enum RemoteView: Sendable, Equatable {
    /// No remote is named, and no tracking ref stands for one.
    case none
    /// It could not be read: what git said.
    case unreadable(String)
    /// It has no ref at all.
    case empty
    /// It answered without the branch.
    case branchMissing
    /// The branch's tip.
    case tip(String)

    /// The branch's tip; nil without one.
    var commit: String? {
        guard case .tip(let commit) = self else { return nil }
        return commit
    }
}
