/// The commits that must not be lost, and what excuses one that is gone.
///
/// A commit is guarded from the moment it is known to exist only in the server's clone. It is gone
/// when no branch of a remote or of the clone has it. Refs in which the server keeps its own books
/// do not count: nobody would find a commit there.
package struct CommitLedger: Sendable {
    /// What is watched.
    package private(set) var guarded: Set<String> = []
    /// Whatever a remote has or had: to take that away is its right, not the server's doing.
    package private(set) var published: Set<String> = []
    /// Whether an operator has said that the remote's word counts.
    package private(set) var isAdopted = false
    /// Commits that are gone for a reason.
    package private(set) var excused: Set<String> = []

    package init() {}

    /// Watches commits; what a remote has or had is not the clone's to lose.
    package mutating func watch(_ commits: some Sequence<String>) {
        guarded.formUnion(Set(commits).subtracting(published))
    }

    /// Notes what remotes have now.
    package mutating func saw(onRemotes commits: Set<String>) { published.formUnion(commits) }

    /// An operator adopted what the remote now is.
    package mutating func adopt() { isAdopted = true }

    /// Stops watching commits.
    package mutating func excuse(_ commits: some Sequence<String>) { excused.formUnion(commits) }

    /// Guarded commits that are on no branch, sorted. What a remote once had and took back is
    /// excused when an operator has adopted that.
    package func missing(from branches: Set<String>) -> [String] {
        guarded.subtracting(branches).subtracting(excused)
            .filter { !(isAdopted && published.contains($0)) }
            .sorted()
    }
}
