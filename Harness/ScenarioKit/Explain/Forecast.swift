/// What each start, reload and reconcile of a cell is going to answer, as far as commits alone tell:
/// contents decide between a replay and an escape, and a fault may prevent the fetch.
package struct Forecast: Sendable {
    /// One step that brings both sides together.
    package struct Entry: Sendable, Hashable {
        /// Where the step is written.
        package let location: ScenarioLocation
        /// The step in a few words: `reload R1`.
        package let step: String
        /// What may be answered; empty when nobody can foresee it.
        package let outcomes: [Outcome]
        /// Commits only the clone has, when all ways things may stand agree.
        package let ahead: Int?
        /// Commits only the remote has, likewise.
        package let behind: Int?
        /// What the scenario expects.
        package let expected: Outcome?
    }

    /// More ways than this are not followed.
    private static let most = 64

    /// In the order of the steps.
    package private(set) var entries: [Entry] = []
    private let scenario: Scenario
    private var worlds: Set<ForecastWorld>
    private var faults: [String: Fault] = [:]
    private var environments: [String: [String: String]] = [:]
    /// Remotes that were stopped or killed.
    private var stopped: Set<String> = []
    /// Gates that hold a push.
    private var gates: Set<String> = []

    /// Follows the steps of a cell.
    package init(_ cell: ScenarioCell) {
        scenario = cell.scenario
        worlds = [ForecastWorld(cell.scenario.history.graph)]
        // Each node of a cluster picks up what the others brought to the remote, whenever it hears.
        guard !scenario.actors.contains(where: { $0.cluster != nil }) else { return }
        for step in scenario.steps { follow(step) }
    }

    private mutating func follow(_ step: Step) {
        switch step.verb {
        case .start(let verb):
            stopped.remove(verb.actor)
            environments[verb.actor] = verb.env
            guard let sides = sides(of: verb.actor, reconciling: true) else { return }
            meet(sides, step, "start \(verb.actor)", expecting: step.expect?.boot?.outcome)
        case .reload(let verb):
            guard let sides = sides(of: server(of: step), reconciling: false) else { return }
            reload(verb, sides, step)
        case .reconcile(let verb):
            guard var sides = sides(of: server(of: step), reconciling: true) else { return }
            sides.adopts = verb.adopt
            let expected = step.expect?.outcome
            meet(sides, step, "reconcile", expecting: expected, isAwaited: !verb.background)
        case .stop(let verb): stopped.insert(verb.actor.actor)
        case .kill(let verb) where verb.signal != .resume: stopped.insert(verb.actor.actor)
        case .gate(let gate) where gate.place == .git(.push): gates.insert(gate.id)
        case .release(let verb): gates.remove(verb.gate)
        case .write: write(step)
        case .advance(let verb): advance(verb)
        case .git(let verb): lose(verb.actor)
        case .plant(let verb): lose(verb.actor)
        case .fault(let fault): faults[fault.id] = fault
        case .heal(.all): faults = [:]
        case .heal(.fault(let id)): faults[id] = nil
        case .parallel(let branches): for inner in branches.joined() { follow(inner) }
        case .repeat(let loop): for inner in loop.steps { follow(inner) }
        default: break
        }
        settle(step)
    }

    private func server(of step: Step) -> String {
        step.at?.actor ?? scenario.actors.first { $0.kind == .server }?.name ?? ""
    }

    private func sides(of name: String, reconciling: Bool) -> ForecastWorld.Sides? {
        guard let server = scenario.actor(name), server.kind == .server, let data = server.data,
            let remote = server.remote
        else { return nil }
        let env = server.env.merging(environments[name] ?? [:]) { $1 }
        let branch = env["CFP_DATA_BRANCH"] ?? "main"
        return .init(
            local: "\(data):\(branch)", remote: "\(remote):\(branch)",
            reconciles: reconciling || env["CFP_DATA_DIVERGENCE"] == "reconcile",
            accepted: "\(data):refs/livetree/accepted/\(branch)")
    }

    /// A reload that names another branch, or a commit the remote does not have, goes no further.
    private mutating func reload(
        _ verb: ReloadVerb, _ sides: ForecastWorld.Sides, _ step: Step
    ) {
        let words = "reload" + (verb.commit.map { " \($0)" } ?? "")
        var refused: Outcome?
        if let branch = verb.branch, !sides.remote.hasSuffix(":\(branch)") {
            refused = .branchMismatch
        } else if case .commit(let name) = verb.commit,
            worlds.allSatisfy({ $0.lacks(name.text, sides) })
        {
            refused = .commitMismatch
        }
        guard let refused else {
            let expected = step.expect?.outcome
            return meet(sides, step, words, expecting: expected, isAwaited: !verb.background)
        }
        entries.append(
            Entry(
                location: step.location, step: words, outcomes: [refused], ahead: nil, behind: nil,
                expected: step.expect?.outcome))
    }

    /// Both sides meet: notes what may be answered, and goes on from there. Where nobody awaits the
    /// answer, or another is expected than any that commits tell, the refs may also stay.
    private mutating func meet(
        _ sides: ForecastWorld.Sides, _ step: Step, _ words: String, expecting expected: Outcome?,
        isAwaited: Bool = true
    ) {
        let answers = worlds.map { $0.answers(sides) }
        var outcomes = Set(answers.joined().map(\.outcome))
        var next = Set(answers.joined().map(\.world))
        if answers.contains(where: \.isEmpty) {
            outcomes = []
            next = worlds
        } else if isAway(sides)
            || faults.values.contains(where: { $0.mayStopFetch(of: sides.remote) })
        {
            outcomes.insert(.fetchFailed)
            next.formUnion(worlds)
        } else if !isAwaited || faults.values.contains(where: { $0.point != nil })
            || expected.map({ !outcomes.contains($0) }) ?? false
        {
            // The server may be ended, or an effect of it may fail, before anything is done.
            next.formUnion(worlds)
        }
        let counts = worlds.map { $0.counts(sides) }
        let isForeseen = !outcomes.isEmpty
        entries.append(
            Entry(
                location: step.location, step: words,
                outcomes: Outcome.allCases.filter(outcomes.contains),
                ahead: isForeseen ? Self.only(counts.map(\.ahead)) : nil,
                behind: isForeseen ? Self.only(counts.map(\.behind)) : nil, expected: expected))
        carry(next)
    }

    /// Whether the remote was stopped.
    private func isAway(_ sides: ForecastWorld.Sides) -> Bool {
        stopped.contains { sides.remote.hasPrefix("\($0):") }
    }

    /// A write puts a commit on the clone; whether it is pushed at once nobody can tell.
    private mutating func write(_ step: Step) {
        guard let sides = sides(of: server(of: step), reconciling: false) else { return }
        if let status = step.expect?.status, !status.contains(where: { $0 < 300 }) { return }
        let name = "$\(step.as ?? "write-\(step.location.line)")"
        carry(
            Set(
                worlds.map { world in
                    var world = world
                    world.commit(name, on: sides.local)
                    return world
                }))
    }

    private mutating func advance(_ verb: AdvanceVerb) {
        let ref = verb.ref.description
        carry(
            Set(
                worlds.map { world in
                    var world = world
                    world.unknown.remove(ref)
                    switch verb.to {
                    case .commit(let name): world.tips[ref] = name.text
                    case .absent: world.tips[ref] = nil
                    case .capture(let capture) where capture.path == ["commit"]:
                        world.tips[ref] = "$\(capture.name)"
                    case .capture, .next: world.unknown.insert(ref)
                    }
                    return world
                }))
    }

    /// Git was run by hand in a repository, or a file was changed: its refs may be anything.
    private mutating func lose(_ actor: String) {
        carry(
            Set(
                worlds.map { world in
                    var world = world
                    world.unknown.formUnion(
                        world.tips.keys.filter { $0.hasPrefix("\(actor):") })
                    return world
                }))
    }

    /// What the clone has ahead is pushed meanwhile, or not; what the step expects of pushes tells.
    private mutating func settle(_ step: Step) {
        guard let sides = sides(of: server(of: step), reconciling: false), gates.isEmpty,
            !isAway(sides), !faults.values.contains(where: { $0.stopsPush(to: sides.remote) })
        else { return }
        let pending = step.expect?.push?.pending
        let isHalted = [.halted, .backingOff].contains(step.expect?.push?.state)
        let pushed = Set(worlds.map { $0.pushed(sides) ?? $0 })
        if pending?.matches(0) == true {
            carry(pushed)
        } else if !isHalted, pending == nil {
            carry(worlds.union(pushed))
        }
    }

    private mutating func carry(_ next: Set<ForecastWorld>) {
        guard next.count > Self.most else {
            worlds = next
            return
        }
        var world = ForecastWorld(scenario.history.graph)
        world.unknown = Set(world.tips.keys)
        worlds = [world]
    }

    private static func only(_ counts: [Int]) -> Int? {
        Set(counts).count == 1 ? counts.first : nil
    }
}

extension Fault {
    /// Whether nothing can be pushed to a remote's ref while it lasts.
    fileprivate func stopsPush(to ref: String) -> Bool {
        guard ref.hasPrefix("\(actor):") else { return false }
        return refuse == .receivePack || refuse == .connect || decline != nil
            || (respond != nil && respond?.times == nil)
    }

    /// Whether a fetch from a remote's ref may fail by it.
    fileprivate func mayStopFetch(of ref: String) -> Bool {
        guard ref.hasPrefix("\(actor):") else { return false }
        if let cut { return cut.service != .receivePack }
        if let refuse { return refuse != .receivePack }
        return respond != nil || latency != nil || bandwidth != nil
    }
}

extension Forecast.Entry {
    /// One line: where, what, and what is foreseen.
    var line: String {
        var words = outcomes.map(\.rawValue).joined(separator: " or ")
        if outcomes.isEmpty { words = "nobody can foresee it" }
        if let ahead, let behind { words += " (\(ahead) ahead, \(behind) behind)" }
        if let expected, outcomes != [expected] { words += "; expected \(expected.rawValue)" }
        return "line \(location.line)  \(step) → \(words)"
    }
}
