/// A case that scenarios may have words for, and what playing it in the simulation came to.
package struct ToldCase: Sendable {
    /// Which of the session's cases it is.
    package let number: Int
    package let made: SimulatedCase
    package let tape: [UInt32]
    package let profile: CaseProfile
    package let result: CaseResult
}
