/// A state that was found, and by what.
package struct DoctorFinding: Sendable, Hashable {
    /// The state.
    package let state: CatalogueState
    /// What was seen: a file, a ref, a line of git.
    package let evidence: String
}

extension [DoctorFinding] {
    /// Adds a finding.
    mutating func add(_ state: CatalogueState, _ evidence: String) {
        append(DoctorFinding(state: state, evidence: evidence))
    }
}
