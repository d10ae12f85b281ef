import GitAccess
import GitModel

/// A request worked out: the commit to write, and what to answer once it is served.
struct PreparedWrite: Sendable {
    let message: String
    let author: Identity?
    /// Each path once; empty: nothing changes, and no commit is made.
    let edits: [FileEdit]
    let operations: [WriteReport.Operation]
}
