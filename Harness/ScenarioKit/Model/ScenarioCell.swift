/// One test case: a scenario with one value chosen for each matrix axis.
package struct ScenarioCell: Sendable, Hashable {
    /// The scenario with only the steps `when` selects here.
    package let scenario: Scenario
    /// `id`, or `id[trigger=boot]`, several keys separated by commas.
    package let id: String
    /// The chosen value by axis.
    package let values: [String: String]

    /// The same with a shell before a step, counted from 1, or after the last one; nil when there
    /// is no such step.
    package func opening(shellBefore step: Int?) -> ScenarioCell? {
        var scenario = scenario
        let index = step.map { $0 - 1 } ?? scenario.steps.count
        guard (0...scenario.steps.count).contains(index) else { return nil }
        let near = scenario.steps[..<min(index + 1, scenario.steps.count)].last
        guard let location = near?.location else { return nil }
        scenario.steps.insert(Step(verb: .shell, location: location), at: index)
        return ScenarioCell(scenario: scenario, id: id, values: values)
    }
}
