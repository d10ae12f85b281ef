/// How bringing local and remote together ended (CONTRACT §3).
package enum ReconcileOutcome: String, Sendable, CaseIterable {
    case inSync = "in-sync"
    case fastForwarded = "fast-forwarded"
    case pushedAhead = "pushed-ahead"
    case rebased
    case conflictEscaped = "conflict-escaped"
}
