/// What the writes of a case came to.
struct WriteBook: Sendable {
    /// How many were sent.
    var sent = 0
    /// Commits that an answer named.
    var acknowledged: Set<String> = []
    /// Writes without an answer: each may have made a commit, or not.
    var open = 0
    /// When acknowledged writes were asked and answered.
    var swaps: [(asked: MonotonicTime, answered: MonotonicTime)] = []
    /// Commits that steps brought to a repository.
    var bySteps: Set<String> = []
}
