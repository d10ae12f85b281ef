/// Checks what a scenario refers to: actors, commits, captures, gates, faults, readers, cells.
struct SemanticCheck {
    private let scenario: Scenario
    private let problems = DiagnosticList()

    /// Every error and warning about references, cell by cell.
    static func check(_ scenario: Scenario) -> [Diagnostic] {
        let check = SemanticCheck(scenario: scenario)
        check.actors()
        check.history()
        check.selections(scenario.steps + scenario.finally)
        for cell in scenario.cells {
            var walk = ReferenceWalk(scenario: scenario, problems: check.problems)
            walk.steps(cell.scenario.steps)
            if let expect = scenario.expect { walk.expectation(expect) }
            walk.steps(cell.scenario.finally)
        }
        check.unusedCaptures()
        return check.problems.all
    }

    private init(scenario: Scenario) { self.scenario = scenario }

    private func actors() {
        for actor in scenario.actors {
            let place =
                actor.location ?? ScenarioLocation(file: scenario.file, line: 1, column: 1)
            let links: [(key: String, name: String?, kind: ActorSpec.Kind)] = [
                ("of", actor.of, .remote), ("data", actor.data, .clone),
                ("remote", actor.remote, .remote), ("cluster", actor.cluster, .etcd),
            ]
            for link in links {
                guard let name = link.name else { continue }
                guard let other = scenario.actor(name) else {
                    let known = scenario.actors.map(\.name)
                    problems.add(
                        Diagnostic(
                            "'\(link.key)' of '\(actor.name)' names an unknown actor '\(name)'",
                            at: place, hint: EditDistance.hint(for: name, in: known)))
                    continue
                }
                if other.kind != link.kind {
                    problems.add(
                        Diagnostic(
                            "'\(link.key)' of '\(actor.name)' must name "
                                + "\(link.kind == .etcd ? "an" : "a") \(link.kind.rawValue)",
                            at: place))
                }
            }
        }
        nodes()
    }

    /// Each node of a cluster has a clone of its own, and all have one remote.
    private func nodes() {
        var seen: [String: [ActorSpec]] = [:]
        for node in scenario.actors {
            guard let cluster = node.cluster, let place = node.location else { continue }
            for other in seen[cluster, default: []] {
                let name = "'\(other.name)' and '\(node.name)' of the cluster '\(cluster)'"
                if other.data == node.data {
                    problems.add(Diagnostic("\(name) need a clone each", at: place))
                }
                if other.remote != node.remote {
                    problems.add(Diagnostic("\(name) must have one remote", at: place))
                }
            }
            seen[cluster, default: []].append(node)
        }
    }

    private func history() {
        let known = scenario.actors.map(\.name)
        for start in scenario.history.graph.refs where !known.contains(start.ref.actor) {
            problems.add(
                Diagnostic(
                    "unknown actor '\(start.ref.actor)'",
                    at: start.location
                        ?? ScenarioLocation(file: scenario.file, line: 1, column: 1),
                    hint: EditDistance.hint(for: start.ref.actor, in: known)))
        }
        for spec in scenario.history.commits.values.sorted(by: { $0.name < $1.name }) {
            guard let by = spec.by, !known.contains(by), let place = spec.location else {
                continue
            }
            problems.add(
                Diagnostic(
                    "'by' of '\(spec.name)' names an unknown actor '\(by)'", at: place,
                    hint: EditDistance.hint(for: by, in: known)))
        }
    }

    /// A `when` that no cell satisfies never runs.
    private func selections(_ steps: [Step]) {
        for step in steps {
            for (axis, value) in step.when.sorted(by: { $0.key < $1.key }) {
                let place = step.location(of: "when.\(axis)")
                guard let found = scenario.matrix.first(where: { $0.name == axis }) else {
                    problems.add(
                        Diagnostic(
                            "the matrix has no '\(axis)': this step never runs", at: place,
                            hint: EditDistance.hint(
                                for: axis, in: scenario.matrix.map(\.name))))
                    continue
                }
                if !found.values.contains(value) {
                    problems.add(
                        Diagnostic(
                            "'\(axis)' is never '\(value)': this step never runs", at: place,
                            hint: EditDistance.hint(for: value, in: found.values)))
                }
            }
            switch step.verb {
            case .parallel(let branches): for branch in branches { selections(branch) }
            case .repeat(let loop): selections(loop.steps)
            default: break
            }
        }
    }

    private func unusedCaptures() {
        var collector = CaptureCollector()
        collector.collect(scenario.steps + scenario.finally)
        if let expect = scenario.expect { collector.collect(expect) }
        for (name, place) in collector.defined where !collector.used.contains(name) {
            problems.add(
                Diagnostic(
                    "the capture '\(name)' is never used", at: place, severity: .warning))
        }
    }
}
