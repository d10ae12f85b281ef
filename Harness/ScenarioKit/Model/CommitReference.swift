/// What may stand where a commit is expected.
package enum CommitReference: Sendable, Hashable, CustomStringConvertible {
    /// A commit of the drawn graph; also a replay such as `L1'`.
    case commit(CommitName)
    /// A commit known only once the scenario runs.
    case capture(CaptureReference)
    /// `$next`: the pool commit that follows the ref's current one in the drawn graph. Only in
    /// `advance.to`.
    case next
    /// The word `absent`: no commit, no ref.
    case absent

    package var description: String {
        switch self {
        case .commit(let name): name.text
        case .capture(let reference): reference.description
        case .next: "$next"
        case .absent: "absent"
        }
    }
}
