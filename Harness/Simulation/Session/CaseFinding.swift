/// A case in which an invariant did not hold.
package struct CaseFinding: Sendable {
    package var played: SimulatedCase
    package var violation: Violation
    /// Which random case of the session it was; nil: one of the small ones that are all played.
    package let number: Int?
    /// The choices it was made of; empty for a small case.
    package var tape: [UInt32]
    package let profile: CaseProfile

    package init(
        played: SimulatedCase, violation: Violation, number: Int?, tape: [UInt32],
        profile: CaseProfile
    ) {
        self.played = played
        self.violation = violation
        self.number = number
        self.tape = tape
        self.profile = profile
    }
}
