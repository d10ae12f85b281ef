/// What a case tells its event log.
extension CaseRun {
    /// Notes that a step begins; the number ties its end to it.
    func begin(_ step: Step, number: Int?) -> Int {
        let mark = events.number()
        var fields: [DataValue.Field] = [
            .init("id", mark), .init("verb", step.verb.name), .init("line", step.location.line),
        ]
        if let number { fields.append(.init("number", number)) }
        if let note = step.note { fields.append(.init("note", note)) }
        events.note("step", "\(step.verb.name) (line \(step.location.line))", fields)
        return mark
    }

    /// Notes that a step ended.
    func end(_ step: Step, _ mark: Int, isGood: Bool) {
        events.note(
            "step-end", step.verb.name + (isGood ? "" : " failed"),
            [.init("id", mark), .init(name: "ok", value: .boolean(isGood))])
    }

    /// Notes a request and its answer, tied together by a number.
    func note(
        _ answer: Answer, to kind: String, words: String, request: String, by server: ServerActor
    ) {
        let mark = events.number()
        let words = words + place(of: server)
        var fields: [DataValue.Field] = [
            .init("id", mark), .init("server", server.spec.name), .init("request", request),
            .init("status", answer.status),
            .init("ms", answer.answered.seconds(since: answer.asked) * 1000),
        ]
        if let outcome = answer.outcome { fields.append(.init("outcome", outcome)) }
        for (name, field) in [("old", "oldCommit"), ("new", "newCommit"), ("commit", "commit")] {
            if let id = answer.body?[field]?.text { fields.append(.init(name, id)) }
        }
        if let commit = answer.dataCommit { fields.append(.init("served", commit)) }
        if let generation = answer.generation {
            fields.append(.init("generation", Int(clamping: generation)))
        }
        if let error = answer.error { fields.append(.init("error", error)) }
        events.note(kind, words, at: answer.asked, fields)
        events.note("answer", words, at: answer.answered, fields + [.init("to", kind)])
    }

    /// Which server is meant, where there are several.
    func place(of server: ServerActor) -> String {
        world.servers.count > 1 ? " at \(server.spec.name)" : ""
    }

    func note(_ fault: Fault) {
        events.note(
            "fault", "\(fault.id): \(fault.words)",
            [.init("fault", fault.id), .init("actor", fault.actor), .init("what", fault.words)])
    }

    func note(gate id: String, _ words: String) {
        events.note("gate", "\(id) \(words)", [.init("gate", id), .init("what", words)])
    }

    /// Notes when someone was held at a gate, told from what the gate left behind.
    func noteHits(of id: String) {
        let at =
            if let actor = pointGates[id] {
                world.servers[actor]?.control?.reached(id)
            } else { gates[id].flatMap { events.time(ofFile: $0.held) } }
        guard let at else { return }
        events.note("gate-hit", "\(id) holds someone", at: at, [.init("gate", id)])
    }

    /// Notes what the servers' git and log tell about themselves.
    func noteServers() {
        for server in world.servers.values {
            for call in server.shim.calls() { note(call, by: server.spec.name) }
            for line in server.logLines() {
                var fields: [DataValue.Field] = [.init("server", server.spec.name)]
                for (name, value) in [
                    ("level", line.level), ("event", line.event), ("message", line.message),
                ] {
                    if let value { fields.append(.init(name, value)) }
                }
                events.note("log", line.text, at: events.time(of: line), fields)
            }
        }
    }

    /// The shim's clock has steps of 10 ms.
    private func note(_ call: GitCall, by server: String) {
        func moment(_ seconds: Double) -> MonotonicTime {
            MonotonicTime(nanoseconds: UInt64(max(0, seconds) * 1_000_000_000))
        }
        var fields: [DataValue.Field] = [
            .init("server", server), .init("pid", Int(call.pid)), .init("command", call.command),
            .init("argv", call.arguments),
        ]
        if let status = call.status { fields.append(.init("rc", status)) }
        if call.isRefused { fields.append(.init(name: "refused", value: .boolean(true))) }
        let words = "\(call.command) rc=\(call.status.map(String.init) ?? "killed")"
        if let end = call.end { fields.append(.init("ms", (end - call.start) * 1000)) }
        events.note("git", words, at: moment(call.start), fields)
        if let end = call.end { events.note("git-end", words, at: moment(end), fields) }
    }
}

extension Fault {
    /// What is wrong, in a few words.
    package var words: String {
        var parts: [String] = []
        if let cut { parts.append("cut after \(cut.after.bytes) B") }
        if let refuse { parts.append("refuses \(refuse.rawValue)") }
        if let respond { parts.append("answers \(respond.status)") }
        if let latency { parts.append("\(latency) late") }
        if let bandwidth { parts.append("\(bandwidth.bytes) B a second") }
        if let decline { parts.append("declines: \(decline)") }
        if let disk {
            parts.append(disk.readOnly ? "read-only disk" : "disk with \(disk.free?.bytes ?? 0) B")
        }
        if let isolate { parts.append("cut off from \(isolate.rawValue)") }
        if let point { parts.append("\(`do`?.rawValue ?? "kill") at \(point)") }
        return "\(actor) " + (parts.isEmpty ? "is at fault" : parts.joined(separator: ", "))
    }
}
