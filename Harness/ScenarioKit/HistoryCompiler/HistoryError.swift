/// Why a history cannot be built.
package struct HistoryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The commit that cannot be made; nil when the fault is not one commit's.
    package let commit: CommitName?
    /// What is wrong, in one line.
    package let message: String
    /// Where the commit is described.
    package let location: ScenarioLocation?

    package var description: String {
        let place = location.map { "\($0): " } ?? ""
        return place + (commit.map { "commit \($0): " } ?? "") + message
    }
}
