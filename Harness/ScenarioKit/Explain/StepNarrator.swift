/// Reads steps aloud, numbered through.
struct StepNarrator {
    private var number: Int

    /// Begins after the step of this number.
    init(number: Int = 0) { self.number = number }

    /// One line a step, and one for each thing it expects.
    mutating func read(_ steps: [Step], indent: String) -> [String] {
        steps.flatMap { line($0, indent: indent) }
    }

    private mutating func line(_ step: Step, indent: String) -> [String] {
        number += 1
        var text = "\(indent)\(number). \(Self.verb(step.verb))"
        if let server = step.at { text += " at \(server)" }
        if let name = step.as { text += ", called $\(name)" }
        if !step.when.isEmpty {
            let cells = step.when.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            text += "   [only \(cells.joined(separator: ","))]"
        }
        if let note = step.note { text += "   (\(note))" }
        var lines = [text]
        switch step.verb {
        case .parallel(let branches):
            for (index, branch) in branches.enumerated() {
                lines.append("\(indent)   branch \(index + 1):")
                lines += read(branch, indent: indent + "     ")
            }
        case .repeat(let loop): lines += read(loop.steps, indent: indent + "     ")
        default: break
        }
        if let expect = step.expect {
            let bound = step.within.map { " within \($0)" } ?? ""
            let wanted = Self.expectation(expect).joined(separator: ", ")
            lines.append("\(indent)   expect\(bound): \(wanted)")
        } else if let within = step.within {
            lines[0] += ", at most \(within)"
        }
        return lines
    }

    private static func verb(_ verb: Verb) -> String {
        switch verb {
        case .assertion: "look"
        case .start(let verb):
            "start \(verb.actor)\(verb.old ? " with the old program" : "")"
                + "\(verb.empty ? " without its data" : "")\(environment(verb.env))"
        case .stop(let verb): "stop \(verb.actor)"
        case .kill(let verb):
            "kill \(verb.actor) with \(verb.signal.rawValue)\(verb.group ? ", its group too" : "")"
        case .reload(let verb): reload(verb)
        case .reconcile(let verb):
            "reconcile" + (verb.adopt.map { ", adopting \($0.rawValue)" } ?? "")
        case .write(let verb): "\(verb.method.rawValue.uppercased()) \(verb.path)"
        case .http(let verb): "\(verb.method.rawValue) \(verb.path)"
        case .webhook(let verb): "webhook \(verb.event) by \(verb.scheme.rawValue) to \(verb.path)"
        case .advance(let verb): "\(verb.ref) moves to \(verb.to)\(verb.force ? ", forced" : "")"
        case .git(let verb): "in \(verb.actor): git \(verb.args.joined(separator: " "))"
        case .plant(let verb): "tamper with \(verb.actor)"
        case .readers(let verb): "\(verb.count) readers begin, called \(verb.name)"
        case .stopReaders(let name): "the readers \(name) stop"
        case .fault(let fault): "fault \(fault.id) begins at \(fault.actor)"
        case .heal(.all): "heal every fault"
        case .heal(.fault(let id)): "heal \(id)"
        case .gate(let gate): "gate \(gate.id) at \(gate.actor): hold \(place(gate.place))"
        case .release(let verb): "release \(verb.gate): \(verb.with.rawValue)"
        case .clock(.advance(let duration)): "the clock moves by \(duration)"
        case .clock(.set(let instant)): "the clock becomes \(instant.rfc3339)"
        case .wait(let until): "wait until \(expectation(until).joined(separator: ", "))"
        case .quiet(let duration): "nothing may happen for \(duration)"
        case .sleep(let verb): "sleep \(verb.duration): \(verb.because)"
        case .parallel(let branches): "\(branches.count) branches at the same time"
        case .repeat(let loop): "\(loop.times) times"
        case .snapshot(let name): "snapshot \(name)"
        case .shell: "open a shell"
        }
    }

    private static func reload(_ verb: ReloadVerb) -> String {
        var text = "reload"
        if let commit = verb.commit { text += " \(commit)" }
        if let branch = verb.branch { text += " of branch \(branch)" }
        if verb.times > 1 { text += ", \(verb.times) times" }
        return verb.background ? text + ", in the background" : text
    }

    private static func environment(_ env: [String: String]) -> String {
        guard !env.isEmpty else { return "" }
        let pairs = env.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return " with \(pairs.joined(separator: " "))"
    }

    private static func place(_ place: GateVerb.Place) -> String {
        switch place {
        case .git(let command): "git \(command.rawValue)"
        case .hook(let hook): "the \(hook.rawValue) hook"
        case .point(let point): "point \(point)"
        }
    }
}
