/// Which verb does what.
extension CaseRun {
    /// Performs one step and checks what it expects.
    func perform(_ step: Step, number: Int?) async throws {
        let mark = begin(step, number: number)
        do {
            try await carryOut(step, number: number)
        } catch {
            end(step, mark, isGood: false)
            throw error
        }
        end(step, mark, isGood: true)
    }

    private func carryOut(_ step: Step, number: Int?) async throws {
        let began = MonotonicTime.now
        let looked = step.at.flatMap { world.servers[$0.actor] }
        let ticks = (looked ?? (try? server()))?.process?.ticks ?? 0
        var answer: Answer?
        do {
            answer =
                try await isPolled(step)
                ? repeated(step, number: number) : act(step, number: number)
        } catch var failure as StepFailure {
            failure.number = failure.number ?? number
            throw failure
        }
        if let name = step.as, let answer { keep(answer, as: name) }
        if let expect = step.expect, !isBackground(step) {
            if expect.push?.countsPushes == true { try await letPushesRest() }
            try await check(
                expect, answer: answer, within: step.within, verb: step.verb.name, number: number,
                since: began, ticks: ticks, location: step.location, at: step.at)
        }
        try await checkCommits()
    }

    /// Whether the step is a request that changes nothing and has time to come true.
    private func isPolled(_ step: Step) -> Bool {
        guard case .http(let verb) = step.verb, step.within != nil else { return false }
        return [.get, .head].contains(verb.method)
    }

    /// Sends the request again until what it expects holds or `within` has passed; the last answer
    /// is the one that is judged.
    private func repeated(_ step: Step, number: Int?) async throws -> Answer? {
        let deadline = ContinuousClock.now + options.scaled(step.within ?? .zero)
        while true {
            let answer = try await act(step, number: number)
            guard let expect = step.expect, ContinuousClock.now < deadline else { return answer }
            do {
                try await check(
                    expect, answer: answer, within: nil, verb: step.verb.name, number: number,
                    since: .now, ticks: 0, location: step.location, at: step.at)
                return answer
            } catch is StepFailure {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    private func isBackground(_ step: Step) -> Bool {
        switch step.verb {
        case .reload(let verb): verb.background
        case .reconcile(let verb): verb.background
        case .write(let verb): verb.background
        case .webhook(let verb): verb.background
        default: false
        }
    }

    private func act(_ step: Step, number: Int?) async throws -> Answer? {
        switch step.verb {
        case .assertion: return nil
        case .start(let verb): try await start(verb, step: step)
        case .stop(let verb): try await stop(verb, step: step)
        case .kill(let verb): try await kill(verb, step: step)
        case .reconcile(let verb) where verb.isCommand: return try await command(verb, step: step)
        case .reload, .reconcile: return try await call(step, number: number)
        case .http(let verb): return try await http(verb, step: step)
        case .advance(let verb): return try await advance(verb)
        case .git(let verb): return try await git(verb, step: step)
        case .plant(let verb): try await plant(verb)
        case .readers(let verb): try await startReaders(verb, step: step)
        case .stopReaders(let name):
            await crews[name]?.stop()
            stoppedCrews.insert(name)
        case .fault(let fault): try await begin(fault)
        case .heal(.all): await healAll()
        case .heal(.fault(let id)): await heal(id)
        case .gate(let gate): try await arm(gate)
        case .release(let verb): try release(verb)
        case .wait(let until): try await wait(until, step: step, number: number)
        case .quiet(let duration): try await quiet(duration, step: step)
        case .sleep(let verb): try await Task.sleep(for: options.scaled(verb.duration))
        case .parallel(let branches): try await parallel(branches, number: number)
        case .repeat(let loop):
            for _ in 0..<loop.times {
                for inner in loop.steps { try await perform(inner, number: number) }
            }
        case .write(let verb): return try await write(verb, step: step, number: number)
        case .clock(let verb):
            try await letPushesEnd()
            try await move(verb)
        case .snapshot(let name): try await snapshot(name, step: step)
        case .webhook(let verb): return try await webhook(verb, step: step, number: number)
        case .shell: try await openShell(at: step.location)
        }
        return nil
    }

    private func parallel(_ branches: [[Step]], number: Int?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for branch in branches {
                group.addTask {
                    for step in branch { try await self.perform(step, number: number) }
                }
            }
            try await group.waitForAll()
        }
    }

    private func wait(_ until: Expectation, step: Step, number: Int?) async throws {
        try await check(
            until, answer: nil, within: step.within ?? .seconds(10), verb: "wait", number: number,
            since: .now, location: step.location, at: step.at)
    }

    func remote(_ name: String) throws(HarnessError) -> RemoteServer {
        guard let remote = world.remotes[name] else {
            throw .unsupported("\(name) is no remote over http")
        }
        return remote
    }

    /// Moves the clock of every server.
    private func move(_ verb: ClockVerb) async throws {
        let controls = world.servers.values.compactMap(\.control)
        var moved = Duration.zero
        switch verb {
        case .advance(let duration):
            moved = duration
            for control in controls { control.advance(by: duration) }
        case .set(let time):
            for control in controls { moved = max(moved, control.set(to: time)) }
        }
        for control in controls { try await control.settle() }
        clockMoves.append((.now, moved))
        events.note("clock", "moved by \(moved)")
    }

    private func startReaders(_ verb: ReadersVerb, step: Step) async throws {
        let server = try await server(of: step)
        guard let sheet = world.reading.sheet else {
            throw HarnessError.unsupported("readers need a sheet in the history")
        }
        let plan = try ReadPlan(
            sheet: sheet, records: world.reading.records, stamps: world.reading.stamps,
            // An answer that is left half read has to be more than what the machine takes in.
            mix: verb.mix, listed: verb.holdAfter == nil ? 200 : 1000)
        crews[verb.name] = ReaderCrew(verb, plan: plan, seed: seed) { server.port }
        crewServers[verb.name] = server
        events.note("readers", "\(verb.name): \(verb.count)")
    }

    /// Watches: a new push, a log line at warn or above, or a ref change fails.
    private func quiet(_ duration: Duration, step: Step) async throws {
        let server = try await server(of: step)
        let pushes = server.shim.calls().count { $0.command == "push" }
        let lines = server.logLines().count
        let refs = try await allRefs()
        let end = MonotonicTime.now.advanced(by: duration)
        while MonotonicTime.now < end {
            let seen: String? =
                if server.shim.calls().count(where: { $0.command == "push" }) != pushes {
                    "a push"
                } else if let line = server.logLines().dropFirst(lines).first(where: {
                    ["warn", "error", "critical"].contains($0.level ?? "")
                }) {
                    world.book.describe(in: line.text)
                } else if try await allRefs() != refs { "a ref changed" } else { nil }
            if let seen {
                throw StepFailure(
                    verb: "quiet", location: step.location, wanted: "nothing happens", seen: seen)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    private func allRefs() async throws -> [String: [String: String]] {
        var all: [String: [String: String]] = [:]
        for actor in world.repositories().keys { all[actor] = try await world.refs(of: actor) }
        return all
    }
}
