/// Follows one cell's steps in order and checks that everything named exists by then.
struct ReferenceWalk {
    let scenario: Scenario
    let problems: DiagnosticList
    private var captures: Set<String> = []
    private var faults: Set<String> = []
    private var gates: Set<String> = []
    private var readers: Set<String> = []

    init(scenario: Scenario, problems: DiagnosticList) {
        self.scenario = scenario
        self.problems = problems
    }

    /// Checks steps in order.
    mutating func steps(_ steps: [Step]) {
        for step in steps {
            verb(step)
            place(step)
            if let name = step.as { captures.insert(name) }
            if let expect = step.expect { expectation(expect) }
        }
    }

    private mutating func verb(_ step: Step) {
        switch step.verb {
        case .start(let verb): process(ServerRef(actor: verb.actor), step, "start")
        case .stop(let verb): process(verb.actor, step, "stop")
        case .kill(let verb): process(verb.actor, step, "kill")
        case .git(let verb): actor(verb.actor, at: step.location(of: "git.in"))
        case .plant(let verb): actor(verb.actor, at: step.location(of: "plant.in"))
        case .fault(let fault):
            actor(fault.actor, at: step.location(of: "fault.in"))
            faults.insert(fault.id)
        case .gate(let gate):
            actor(gate.actor, at: step.location(of: "gate.in"))
            gates.insert(gate.id)
        case .heal(.fault(let id)):
            known(id, in: faults, "fault", at: step.location(of: "heal"))
        case .release(let verb):
            known(verb.gate, in: gates, "gate", at: step.location(of: "release.gate"))
        case .readers(let verb): readers.insert(verb.name)
        case .stopReaders(let name):
            known(name, in: readers, "readers", at: step.location(of: "stop-readers"))
        case .reload(let verb): commit(verb.commit, at: step.location(of: "reload.commit"))
        case .advance(let verb):
            actor(verb.ref.actor, at: step.location(of: "advance.ref"))
            commit(verb.to, at: step.location(of: "advance.to"))
        case .wait(let until): expectation(until)
        case .repeat(let loop): steps(loop.steps)
        case .parallel(let branches): parallel(branches)
        default: break
        }
    }

    /// Branches run side by side: each may use what any of them makes.
    private mutating func parallel(_ branches: [[Step]]) {
        for step in branches.joined() {
            if let name = step.as { captures.insert(name) }
            switch step.verb {
            case .fault(let fault): faults.insert(fault.id)
            case .gate(let gate): gates.insert(gate.id)
            case .readers(let verb): readers.insert(verb.name)
            default: break
            }
        }
        for branch in branches { steps(branch) }
    }

    func actor(_ name: String, at place: ScenarioLocation) {
        guard scenario.actor(name) == nil else { return }
        problems.add(
            Diagnostic(
                "unknown actor '\(name)'", at: place,
                hint: EditDistance.hint(for: name, in: scenario.actors.map(\.name))))
    }

    private func known(
        _ id: String, in ids: Set<String>, _ kind: String, at place: ScenarioLocation
    ) {
        guard !ids.contains(id) else { return }
        problems.add(
            Diagnostic(
                "no \(kind) '\(id)' up to here", at: place,
                hint: EditDistance.hint(for: id, in: ids.sorted())))
    }

    private func commit(_ reference: CommitReference?, at place: ScenarioLocation) {
        switch reference {
        case .commit(let name):
            let graph = scenario.history.graph
            guard graph.parents[name] == nil, graph.parents[name.original] == nil else { return }
            problems.add(
                Diagnostic(
                    "commit '\(name)' is not in the graph", at: place,
                    hint: EditDistance.hint(for: name.text, in: graph.commits.map(\.text))))
        case .capture(let reference):
            capture(reference, at: place)
            commitField(reference, at: place)
        case .next, .absent, nil: break
        }
    }

    /// Answers have fields of any name; one that is nearly that of a commit is a slip.
    private func commitField(_ reference: CaptureReference, at place: ScenarioLocation) {
        let fields = ["commit", "old", "new", "output", "oldCommit", "newCommit"]
        guard let field = reference.path.first, !fields.contains(field),
            EditDistance.nearest(to: field, in: fields) != nil
        else { return }
        problems.add(
            Diagnostic(
                "'\(field)' is no commit of an answer", at: place,
                hint: EditDistance.hint(for: field, in: fields)))
    }

    private func capture(_ reference: CaptureReference, at place: ScenarioLocation) {
        known(reference.name, in: captures, "capture", at: place)
    }

    /// Checks everything an expectation names.
    mutating func expectation(_ expect: Expectation) {
        let commits: [(String, CommitReference?)] = [
            ("old", expect.old), ("new", expect.new), ("commit", expect.commit),
            ("served", expect.served),
        ]
        for (key, reference) in commits { commit(reference, at: expect.location(of: key)) }
        for (index, reference) in (expect.dropped ?? []).enumerated() {
            commit(reference, at: expect.location(of: "dropped.\(index)"))
        }
        for (index, name) in (expect.cluster?.behind ?? []).enumerated() {
            actor(name, at: expect.location(of: "cluster.behind.\(index)"))
        }
        for wanted in expect.refs ?? [] {
            let place = expect.location(of: "refs.\(wanted.ref)")
            let name = expect.location(of: ScenarioLocation.key(of: "refs.\(wanted.ref)"))
            actor(wanted.ref.actor, at: name)
            if let reference = wanted.ref.capture { capture(reference, at: name) }
            commit(wanted.commit, at: place)
        }
        for (index, wanted) in (expect.reachable ?? []).enumerated() {
            let from = expect.location(of: "reachable.\(index).from")
            actor(wanted.from.actor, at: from)
            if let reference = wanted.from.capture { capture(reference, at: from) }
            commit(wanted.commit, at: expect.location(of: "reachable.\(index).commit"))
        }
        for wanted in expect.files ?? [] {
            let name = "files.\(wanted.actor):\(wanted.path)"
            actor(wanted.actor, at: expect.location(of: ScenarioLocation.key(of: name)))
        }
        for wanted in expect.graph ?? [] {
            graph(wanted, at: expect.location(of: "graph.\(wanted.of)"))
        }
        if let gate = expect.gate {
            known(gate, in: gates, "gate", at: expect.location(of: "gate"))
        }
        if let reads = expect.reads {
            known(reads.of, in: readers, "readers", at: expect.location(of: "reads.of"))
            for (index, reference) in (reads.observed ?? []).enumerated() {
                commit(reference, at: expect.location(of: "reads.observed.\(index)"))
            }
        }
        if case .capture(let reference) = expect.conflictBranch {
            capture(reference, at: expect.location(of: "conflict-branch"))
        }
        for field in expect.body ?? [] {
            matcher(field.matcher, at: expect.location(of: "body.\(field.name)"))
        }
        for record in expect.record ?? [] {
            guard case .fields(let fields) = record.wanted else { continue }
            for field in fields {
                matcher(
                    field.matcher, at: expect.location(of: "record.\(record.path).\(field.name)"))
            }
        }
    }

    private func graph(_ wanted: GraphExpectation, at place: ScenarioLocation) {
        let name = wanted.of.split(separator: ":").first.map(String.init) ?? wanted.of
        actor(name, at: place)
        for drawn in wanted.graph.commits {
            commit(.commit(drawn), at: wanted.graph.locations[drawn] ?? place)
        }
        for start in wanted.graph.refs {
            if let reference = start.ref.capture {
                capture(reference, at: start.location ?? place)
            }
        }
        for start in wanted.graph.refs where start.ref.actor != name {
            problems.add(
                Diagnostic(
                    "a drawing of '\(name)' has no ref of '\(start.ref.actor)'",
                    at: start.location ?? place))
        }
    }

    private func matcher(_ matcher: ValueMatcher, at place: ScenarioLocation) {
        switch matcher {
        case .capture(let reference): capture(reference, at: place)
        case .fields(let fields): for field in fields { self.matcher(field.matcher, at: place) }
        case .elements(let elements): for element in elements { self.matcher(element, at: place) }
        default: break
        }
    }
}
