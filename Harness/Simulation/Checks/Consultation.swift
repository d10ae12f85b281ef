/// One reload with what it started from, for somebody else to say what must become of it. Commits
/// are numbers of `CaseResult.history`.
package struct Consultation: Sendable {
    /// The number of the step; 0 is the start of the server.
    package let step: Int
    /// The step's command.
    package let command: String
    package let local: Int?
    package let remote: Int
    /// The remote's tip that was accepted last.
    package let accepted: Int?
    /// Tips that the remote took back, as an operator accepted.
    package let withdrawn: [Int]
    /// Whether a divergence may be reconciled.
    package let replays: Bool
    /// The word of what an operator adopts, if anything.
    package let adoption: String?
    /// What the model says.
    package let predicted: Prediction
    /// The word the server's own decisions came to in the simulated world.
    package let simulated: String
}
