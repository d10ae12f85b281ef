package import GitModel

/// One branch that is carried to the remote. Each is judged by its own line of git's report.
package enum PushLane: Hashable, Sendable {
    /// The served branch.
    case branch
    /// A branch that keeps a tip which could not be replayed.
    case conflict(BranchName)
}

extension PushLane: Comparable {
    /// The branch first, then the conflict branches by name.
    package static func < (left: PushLane, right: PushLane) -> Bool {
        switch (left, right) {
        case (.branch, .conflict): true
        case (.conflict(let first), .conflict(let second)): first.text < second.text
        case (_, .branch): false
        }
    }
}
