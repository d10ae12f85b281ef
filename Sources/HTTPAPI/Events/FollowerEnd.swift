/// Why a follower of the events is followed no longer.
enum FollowerEnd: String, CaseIterable {
    /// It closed the connection.
    case left
    /// It took what it was sent so slowly that swaps it had not heard of were forgotten, or took
    /// nothing for long.
    case tooSlow = "too-slow"
    case shuttingDown = "shutting-down"
}
