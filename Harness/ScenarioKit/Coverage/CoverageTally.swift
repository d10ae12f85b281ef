/// What one scenario expects and provokes.
struct CoverageTally {
    private(set) var outcomes: Set<String> = []
    private(set) var faults: Set<String> = []
    private(set) var gates: Set<String> = []

    /// Every kind of fault of the language.
    static let everyFault = Vocabulary.fault.keys.filter {
        !["id", "in", "jitter", "do", "for", "probability"].contains($0)
    }

    /// Every place of the language where something is held, named points aside.
    static let everyGate =
        GateVerb.GitCommand.allCases.map { "git \($0.rawValue)" }
        + GateVerb.Hook.allCases.map { "hook \($0.rawValue)" }

    init(_ scenario: Scenario) {
        look(scenario.steps + scenario.finally)
        if let expect = scenario.expect { look(expect) }
    }

    private mutating func look(_ steps: [Step]) {
        for step in steps {
            if let expect = step.expect { look(expect) }
            switch step.verb {
            case .wait(let until): look(until)
            case .parallel(let branches): for branch in branches { look(branch) }
            case .repeat(let loop): look(loop.steps)
            case .gate(let gate): gates.insert(Self.word(gate.place))
            case .fault(let fault): faults.formUnion(Self.words(fault))
            default: break
            }
        }
    }

    private mutating func look(_ expect: Expectation) {
        for outcome in [expect.outcome, expect.boot?.outcome] {
            if let outcome { outcomes.insert(outcome.rawValue) }
        }
    }

    private static func word(_ place: GateVerb.Place) -> String {
        switch place {
        case .git(let command): "git \(command.rawValue)"
        case .hook(let hook): "hook \(hook.rawValue)"
        case .point(let point): "point \(point)"
        }
    }

    private static func words(_ fault: Fault) -> [String] {
        [
            fault.cut.map { _ in "cut" }, fault.refuse.map { _ in "refuse" },
            fault.respond.map { _ in "respond" }, fault.latency.map { _ in "latency" },
            fault.bandwidth.map { _ in "bandwidth" }, fault.decline.map { _ in "decline" },
            fault.disk.map { _ in "disk" }, fault.syscall.map { _ in "syscall" },
            fault.isolate.map { _ in "isolate" }, fault.point.map { _ in "point" },
        ].compactMap { $0 }
    }
}
