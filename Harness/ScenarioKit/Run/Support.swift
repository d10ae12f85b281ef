/// What this runner can play: a scenario that needs more is invalid, never silently passed.
package enum Support {
    /// What in a scenario is not supported, each with its place.
    package static func gaps(in scenario: Scenario) -> [Diagnostic] {
        var gaps: [Diagnostic] = []
        for actor in scenario.actors {
            if actor.refFormat != .files, let place = actor.location {
                gaps.append(Diagnostic("ref-format reftable is not supported yet", at: place))
            }
            if actor.kind == .etcd, !scenario.requires.capabilities.contains(.etcd),
                let place = actor.location
            {
                gaps.append(
                    Diagnostic(
                        "an etcd without `requires: {caps: [etcd]}` is not supported yet",
                        at: place))
            }
        }
        for step in scenario.steps + scenario.finally { gaps += check(step, in: scenario) }
        return gaps
    }

    /// Where a scenario waits for a person, although there is none.
    package static func unattended(
        in scenario: Scenario, environment: [String: String]
    ) -> [Diagnostic] {
        guard environment["CI"] == "true", let step = scenario.shell else { return [] }
        return [
            Diagnostic(
                "a shell waits for a person, and CI=true says that there is none",
                at: step.location, hint: "take the step out, or run it without CI=true")
        ]
    }

    private static func check(_ step: Step, in scenario: Scenario) -> [Diagnostic] {
        var gaps: [Diagnostic] = []
        func gap(_ text: String) {
            gaps.append(Diagnostic("\(text) is not supported yet", at: step.location))
        }
        switch step.verb {
        case .start(let start):
            if start.old, !scenario.requires.capabilities.contains(.old) {
                gap("an old program without `requires: {caps: [old]}`")
            } else if start.old, scenario.actor(start.actor)?.kind != .server {
                gap("an old program of \(start.actor), which is no server,")
            } else if start.empty, scenario.actor(start.actor)?.kind != .etcd {
                gap("an empty \(start.actor), which is no etcd,")
            }
        case .clock: if scenario.clock.mode != .manual { gap("moving a clock not manual") }
        case .parallel(let branches):
            gaps += branches.joined().flatMap { check($0, in: scenario) }
        case .repeat(let loop): gaps += loop.steps.flatMap { check($0, in: scenario) }
        case .gate(let gate):
            if let point = gate.point {
                gaps += check(point: point, at: step.location(of: "gate.point"))
            }
            let kind = scenario.actor(gate.actor)?.kind
            if case .hook = gate.place {
                if kind != .remote { gap("a hook of \(gate.actor)") }
            } else if kind != .server {
                gap("a gate in \(gate.actor)")
            }
        case .fault(let fault):
            let actor = scenario.actor(fault.actor)
            if let point = fault.point {
                gaps += check(point: point, at: step.location(of: "fault.point"))
                if fault.do == .throw, !ServerPoint.failing.contains(point) {
                    gap("an error at \(point), behind which nothing can fail,")
                }
                if actor?.kind != .server { gap("a point of \(fault.actor)") }
            } else if fault.syscall != nil {
                if actor?.kind != .server { gap("a system call of \(fault.actor)") }
                if !scenario.requires.capabilities.contains(.strace) {
                    gap("a system call without `requires: {caps: [strace]}`")
                }
            } else if let link = fault.isolate {
                switch link {
                case .etcd where actor?.cluster == nil:
                    gap("cutting \(fault.actor), which is no node of a cluster, off from etcd")
                case .remote
                where actor?.remote.flatMap(scenario.actor)?.transport != .http:
                    gap("cutting \(fault.actor), which has no remote over http, off from it")
                default: break
                }
            } else if fault.disk != nil {
                if actor?.kind != .clone { gap("the disk of \(fault.actor)") }
            } else if actor?.kind != .remote || actor?.transport != .http {
                gap("a fault in \(fault.actor), which is no remote over http,")
            }
        case .readers(let readers):
            let words = Set(ReadRecord.Kind.allCases.map(\.word))
            for word in readers.mix.keys.sorted() where !words.contains(word) {
                let hint = EditDistance.hint(for: word, in: words.sorted())
                let name = ScenarioLocation.key(of: "readers.mix.\(word)")
                gaps.append(
                    Diagnostic(
                        "readers have no kind of read '\(word)'", at: step.location(of: name),
                        hint: hint))
            }
        default: break
        }
        return gaps
    }

    private static func check(point: String, at place: ScenarioLocation) -> [Diagnostic] {
        if ServerPoint.all.contains(point) { return [] }
        let near = EditDistance.hint(for: point, in: ServerPoint.all)
        let hint = near ?? "one of \(ServerPoint.all.joined(separator: ", "))"
        return [Diagnostic("the server has no point \(point)", at: place, hint: hint)]
    }
}
