/// What a session looks for.
package enum CaseProfile: String, CaseIterable, Sendable {
    /// A bit of everything.
    case safety
    /// Faults that heal, and whether all is well afterwards.
    case liveness
    /// Processes that die between any two actions.
    case crash
    /// A remote that is rewritten, emptied and replaced.
    case remote
}
