/// Reads steps. Mistakes in one step do not hide those of the next: they are collected.
final class StepReader {
    private let problems: DiagnosticList
    private var count = 0

    init(problems: DiagnosticList) { self.problems = problems }

    /// Reads a list of steps; steps with mistakes are left out and reported.
    func steps(_ node: SourceNode, repeated: Int = 1) -> [Step] {
        guard let items = problems.attempt({ () throws(Diagnostic) in try node.items() }) else {
            return []
        }
        var steps: [Step] = []
        for item in items {
            count += 1
            guard count <= ScenarioLimits.steps else {
                problems.add(
                    Diagnostic("more than \(ScenarioLimits.steps) steps", at: item.location))
                return steps
            }
            let step = problems.attempt { () throws(Diagnostic) in
                try self.step(item, repeated: repeated)
            }
            if let step { steps.append(step) }
        }
        return steps
    }

    private func step(_ node: SourceNode, repeated: Int) throws(Diagnostic) -> Step {
        let map = try FieldMap(node, Vocabulary.step)
        let verbs = try node.entries().filter { Vocabulary.verbs.contains($0.key) }
        if verbs.count > 1 {
            let names = verbs.map { "'\($0.key)'" }.joined(separator: " and ")
            throw Diagnostic(
                "a step has exactly one verb, this one has \(names)", at: verbs[1].keyLocation,
                hint: "make it two steps")
        }
        var step = Step(verb: .assertion, location: verbs.first?.keyLocation ?? node.location)
        if let verb = verbs.first {
            step.verb = try self.verb(verb, repeated: repeated)
        } else if map["expect"] == nil {
            throw Diagnostic(
                "a step needs a verb or 'expect'", at: node.location)
        }
        step.as = try map.slug("as")
        step.at = try map.serverRef("at")
        step.expect = try map["expect"].map(ExpectationReader.read)
        step.within = try map.duration("within")
        step.note = try map.string("note")
        step.when = try map.strings("when")
        try Self.checkWithin(step, map)
        node.locations(prefix: "", into: &step.locations)
        return step
    }

    private static func checkWithin(_ step: Step, _ map: FieldMap) throws(Diagnostic) {
        guard let node = map["within"], step.expect == nil else { return }
        if case .wait = step.verb { return }
        throw Diagnostic("'within' needs an 'expect' to retry", at: node.location)
    }

    private func verb(_ entry: SourceNode.Entry, repeated: Int) throws(Diagnostic) -> Verb {
        let node = entry.value
        switch entry.key {
        case "stop-readers": return .stopReaders(try node.slug())
        case "heal":
            let id = try node.slug()
            return .heal(id == "all" ? .all : .fault(id))
        case "fault": return .fault(try VerbReader.fault(node))
        case "quiet": return .quiet(try node.duration())
        case "snapshot": return .snapshot(try node.slug())
        case "shell":
            guard try node.boolean() else {
                throw Diagnostic("write shell: true", at: node.location)
            }
            return .shell
        case "wait":
            guard case .mapping = node.content, node["until"] != nil else {
                throw Diagnostic(
                    "wait needs 'until'", at: node.location,
                    hint: "write wait: {until: {…}}, and 'within' beside it")
            }
            let map = try FieldMap(node, Vocabulary.wait)
            return .wait(until: try ExpectationReader.read(try map.needed("until")))
        case "parallel": return .parallel(try branches(node, repeated: repeated))
        case "repeat": return .repeat(try loop(node, repeated: repeated))
        default: return try VerbReader.verb(entry.key, node)
        }
    }

    private func branches(_ node: SourceNode, repeated: Int) throws(Diagnostic) -> [[Step]] {
        let items = try node.items()
        guard items.count >= 2 else {
            throw Diagnostic("parallel needs at least two branches", at: node.location)
        }
        return items.map { steps($0, repeated: repeated) }
    }

    private func loop(_ node: SourceNode, repeated: Int) throws(Diagnostic) -> RepeatVerb {
        let map = try FieldMap(node, Vocabulary.repeat)
        let times = try map.needed("times")
        let count = try times.integer(in: 1...ScenarioLimits.repeatTimes)
        guard count * repeated <= ScenarioLimits.repeatTimes else {
            throw Diagnostic(
                "nested repeats come to more than \(ScenarioLimits.repeatTimes) times",
                at: times.location)
        }
        return RepeatVerb(
            times: count, steps: steps(try map.needed("steps"), repeated: count * repeated))
    }
}
