extension Scenario {
    /// The cells of the matrix, the last axis changing fastest; one cell when there is no matrix.
    package var cells: [ScenarioCell] {
        var choices: [[(axis: String, value: String)]] = [[]]
        for axis in matrix {
            choices = choices.flatMap { chosen in
                axis.values.map { chosen + [(axis.name, $0)] }
            }
        }
        return choices.map { chosen in
            let values = Dictionary(chosen.map { ($0.axis, $0.value) }) { first, _ in first }
            var scenario = self
            scenario.steps = Self.selected(steps, values)
            scenario.finally = Self.selected(finally, values)
            scenario.reach(by: values["transport"])
            let label = chosen.map { "\($0.axis)=\($0.value)" }.joined(separator: ",")
            return ScenarioCell(
                scenario: scenario, id: label.isEmpty ? id : "\(id)[\(label)]", values: values)
        }
    }

    /// An axis named `transport` says how the remotes of a cell are reached.
    private mutating func reach(by word: String?) {
        guard let transport = word.flatMap(ActorSpec.Transport.init) else { return }
        for index in actors.indices where actors[index].kind == .remote {
            actors[index].transport = transport
        }
        let capability = Requirements.Capability.ssh
        if transport == .ssh, !requires.capabilities.contains(capability) {
            requires.capabilities.append(capability)
        }
    }

    private static func selected(_ steps: [Step], _ values: [String: String]) -> [Step] {
        steps.filter { step in step.when.allSatisfy { values[$0.key] == $0.value } }
            .map { step in
                var step = step
                switch step.verb {
                case .parallel(let branches):
                    step.verb = .parallel(branches.map { selected($0, values) })
                case .repeat(let loop):
                    step.verb = .repeat(
                        RepeatVerb(times: loop.times, steps: selected(loop.steps, values)))
                default: break
                }
                return step
            }
    }
}
