/// One test case: a scenario with one value chosen for each matrix axis.
package struct ScenarioCell: Sendable, Hashable {
    /// The scenario with only the steps `when` selects here.
    package let scenario: Scenario
    /// `id`, or `id[trigger=boot]`, several keys separated by commas.
    package let id: String
    /// The chosen value by axis.
    package let values: [String: String]
}
