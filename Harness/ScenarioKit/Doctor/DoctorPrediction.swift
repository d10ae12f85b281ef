/// How a reconcile would end, and why.
package struct DoctorPrediction: Sendable, Hashable {
    /// One outcome, or those between which only a rehearsal can tell.
    package var outcomes: [Outcome]
    /// The reason, for people.
    package var why: String
    /// What the real program answered in a rehearsal on copies; nil without one.
    package var report: String?
}
