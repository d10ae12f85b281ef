/// What the reconcile of the last start reported.
package struct BootExpectation: Sendable, Hashable {
    package var outcome: Outcome?
    package var reason: String?
}
