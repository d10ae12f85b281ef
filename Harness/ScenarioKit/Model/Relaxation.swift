/// An invariant that does not hold in this scenario, and why.
package struct Relaxation: Sendable, Hashable {
    /// The invariant.
    package let invariant: Invariant
    /// The reason, shown in reports.
    package let because: String
    /// Where it is written.
    package let location: ScenarioLocation
}
