/// A scenario file that cannot be run.
package struct ScenarioError: Error, Sendable, CustomStringConvertible {
    /// At least one error.
    package let diagnostics: [Diagnostic]

    package var description: String {
        diagnostics.map(\.rendered).joined(separator: "\n")
    }
}
