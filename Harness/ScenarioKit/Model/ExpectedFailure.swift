/// Marks a known defect: the scenario must fail until this is removed.
package struct ExpectedFailure: Sendable, Hashable {
    /// The defect.
    package let because: String
    /// Where it is tracked.
    package let issue: String?
}
