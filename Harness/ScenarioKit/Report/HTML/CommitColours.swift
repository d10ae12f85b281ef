/// Which of the page's colours a commit has: the same in graphs, spans and dots of one case.
struct CommitColours: Sendable {
    /// How many colours the page has for commits.
    static let count = 8
    private let indices: [String: Int]

    /// Gives colours in the order of the history, so that neighbours differ.
    init(_ chronicle: Chronicle) {
        let ids = chronicle.after.commits.map(\.id)
        let seen = chronicle.after.reachable.union(chronicle.before.reachable)
        let told = ids.filter(seen.contains) + ids.filter { !seen.contains($0) }
        indices = Dictionary(zip(told, told.indices)) { first, _ in first }
    }

    /// The class of a commit; that of no commit when nothing is known of it.
    func kind(_ id: String?) -> String {
        id.flatMap { indices[$0] }.map { "k\($0 % Self.count)" } ?? "kx"
    }
}
