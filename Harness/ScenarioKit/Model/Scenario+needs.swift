extension Scenario {
    /// Whether the server must be held or killed at named points, or told the time.
    package var needsControl: Bool {
        let hasPoint = everyStep.contains { step in
            switch step.verb {
            case .fault(let fault): fault.point != nil
            case .gate(let gate): gate.point != nil
            default: false
            }
        }
        return hasPoint || clock.mode == .frozen || namesATime || ownsTime
    }

    /// Whether time moves by the steps of the scenario alone, for waits too.
    package var ownsTime: Bool {
        everyStep.contains { step in
            if case .clock = step.verb { true } else { false }
        }
    }

    /// Whether a step writes over HTTP.
    package var writes: Bool {
        everyStep.contains { step in
            if case .write = step.verb { true } else { false }
        }
    }

    /// The first step that opens a shell.
    package var shell: Step? { everyStep.first { $0.verb == .shell } }

    /// Clones that need a file system of their own.
    package var smallDisks: Set<String> {
        Set(
            everyStep.compactMap { step in
                guard case .fault(let fault) = step.verb, fault.disk != nil else { return nil }
                return fault.actor
            })
    }

    /// Whom servers are cut off from, by server: connections there pass through a relay of ours.
    package var isolations: [String: Set<Fault.Link>] {
        everyStep.reduce(into: [:]) { found, step in
            guard case .fault(let fault) = step.verb, let link = fault.isolate else { return }
            found[fault.actor, default: []].insert(link)
        }
    }

    /// Whether a conflict branch is wanted by its very name, which is a time.
    private var namesATime: Bool {
        guard clock.mode != .real else { return false }
        let expectations = everyStep.compactMap(\.expect) + (expect.map { [$0] } ?? [])
        return expectations.contains { expect in
            if case .equal = expect.conflictBranch { return true }
            return expect.refs?.contains { $0.ref.name.hasPrefix("conflicts/") } ?? false
        }
    }

    /// Every step, those in branches and loops too.
    private var everyStep: [Step] {
        func all(_ steps: [Step]) -> [Step] {
            steps.flatMap { step in
                switch step.verb {
                case .parallel(let branches): [step] + all(Array(branches.joined()))
                case .repeat(let loop): [step] + all(loop.steps)
                default: [step]
                }
            }
        }
        return all(steps + finally)
    }
}
