/// Calls `POST /api/_internal/reload-data`.
package struct ReloadVerb: Sendable, Hashable {
    /// `commitHash` of the body.
    package var commit: CommitReference?
    /// `branch` of the body.
    package var branch: String?
    /// The bearer token instead of the right one; empty for none.
    package var token: String?
    /// How many calls, one after another.
    package var times = 1
    /// Whether the next step begins before the answer is here.
    package var background = false
}
