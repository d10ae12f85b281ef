/// Verbs about readers, gates, time and faults.
extension VerbReader {
    static func readers(_ node: SourceNode) throws(Diagnostic) -> ReadersVerb {
        let map = try FieldMap(node, Vocabulary.readers)
        var mix: [String: Int] = [:]
        for entry in try map["mix"]?.entries() ?? [] {
            mix[entry.key] = try entry.value.integer(in: 1...1_000_000)
        }
        return ReadersVerb(
            name: try map.needed("as").slug(),
            count: try map.needed("count").integer(in: 1...ScenarioLimits.readers),
            connection: try map.choice("connection", ReadersVerb.Connection.self) ?? .keepAlive,
            think: try map.duration("think") ?? .zero, mix: mix,
            holdAfter: try map["hold-after"]?.size().bytes)
    }

    static func gate(_ node: SourceNode) throws(Diagnostic) -> GateVerb {
        let map = try FieldMap(node, Vocabulary.gate)
        var places: [GateVerb.Place] = []
        if let git = try map.choice("git", GateVerb.GitCommand.self) { places.append(.git(git)) }
        if let hook = try map.choice("hook", GateVerb.Hook.self) { places.append(.hook(hook)) }
        if let point = try map.string("point") { places.append(.point(point)) }
        guard places.count == 1, let place = places.first else {
            throw Diagnostic("gate needs exactly one of git, hook, point", at: node.location)
        }
        return GateVerb(
            id: try map.needed("id").slug(), actor: try map.needed("in").string(), place: place,
            nth: try map.integer("nth") ?? 1)
    }

    static func release(_ node: SourceNode) throws(Diagnostic) -> ReleaseVerb {
        let map = try FieldMap(node, Vocabulary.release)
        return ReleaseVerb(
            gate: try map.needed("gate").slug(),
            with: try map.choice("with", ReleaseVerb.Way.self) ?? .resume)
    }

    static func clock(_ node: SourceNode) throws(Diagnostic) -> ClockVerb {
        let map = try FieldMap(node, Vocabulary.moveClock)
        switch (map["advance"], map["set"]) {
        case (let advance?, nil): return .advance(try advance.duration())
        case (nil, let set?): return .set(try set.instant())
        default: throw Diagnostic("clock needs either advance or set", at: node.location)
        }
    }

    static func sleep(_ node: SourceNode) throws(Diagnostic) -> SleepVerb {
        guard case .mapping = node.content, node["because"] != nil else {
            throw Diagnostic(
                "sleep needs 'because'", at: node.location,
                hint: "better: wait for what the sleep is for")
        }
        let map = try FieldMap(node, Vocabulary.sleep)
        return SleepVerb(
            duration: try map.needed("for").duration(),
            because: try map.needed("because").reason())
    }

    static func fault(_ node: SourceNode) throws(Diagnostic) -> Fault {
        let map = try FieldMap(node, Vocabulary.fault)
        let effects = Vocabulary.fault.keys.dropFirst(2).filter {
            !["jitter", "do", "for", "probability"].contains($0)
        }
        guard effects.contains(where: { map[$0] != nil }) else {
            throw Diagnostic(
                "a fault needs an effect", at: node.location,
                hint: "one of \(effects.joined(separator: ", "))")
        }
        var fault = Fault(
            id: try map.needed("id").slug(), actor: try map.needed("in").string())
        fault.cut = try map["cut"].map(cut)
        fault.refuse = try map.choice("refuse", Fault.Refusal.self)
        fault.respond = try map["respond"].map(respond)
        fault.latency = try map.duration("latency")
        fault.jitter = try map.duration("jitter")
        fault.bandwidth = try map["bandwidth"]?.bandwidth()
        fault.decline = try map.string("decline")
        fault.disk = try map["disk"].map(disk)
        fault.syscall = try map["syscall"].map(syscall)
        fault.isolate = try map.choice("isolate", Fault.Link.self)
        fault.point = try map.string("point")
        fault.do = try map.choice("do", Fault.Action.self)
        fault.for = try map.duration("for")
        if let node = map["probability"] {
            let value = try node.double()
            guard (0...1).contains(value) else {
                throw Diagnostic("a probability is from 0 to 1", at: node.location)
            }
            fault.probability = value
        }
        return fault
    }

    private static func cut(_ node: SourceNode) throws(Diagnostic) -> Fault.Cut {
        let map = try FieldMap(node, Vocabulary.cut)
        return Fault.Cut(
            service: try map.choice("service", Fault.Cut.Service.self) ?? .any,
            direction: try map.choice("direction", Fault.Cut.Direction.self) ?? .down,
            after: try map.needed("after").size(),
            how: try map.choice("how", Fault.Cut.How.self) ?? .close)
    }

    private static func respond(_ node: SourceNode) throws(Diagnostic) -> Fault.Response {
        let map = try FieldMap(node, Vocabulary.respond)
        return Fault.Response(
            status: try map.needed("status").integer(in: 100...599),
            retryAfter: try map.string("retry-after"), location: try map.string("location"),
            body: try map.string("body"), times: try map.integer("times"))
    }

    private static func disk(_ node: SourceNode) throws(Diagnostic) -> Fault.Disk {
        let map = try FieldMap(node, Vocabulary.disk)
        return Fault.Disk(
            free: try map["free"]?.size(), readOnly: try map.boolean("read-only") ?? false)
    }

    private static func syscall(_ node: SourceNode) throws(Diagnostic) -> Fault.SystemCall {
        let map = try FieldMap(node, Vocabulary.syscall)
        let (names, error) = (try map.needed("name"), try map.needed("error"))
        guard try names.string().wholeMatch(of: /[a-z0-9_]+(,[a-z0-9_]+)*/) != nil else {
            throw Diagnostic("names of system calls, with commas between", at: names.location)
        }
        guard try error.string().wholeMatch(of: /E[A-Z0-9]+/) != nil else {
            throw Diagnostic("an error is a name of errno, as EIO", at: error.location)
        }
        return Fault.SystemCall(
            name: try names.string(), error: try error.string(),
            nth: try map["nth"]?.integer(in: 1...65_535))
    }
}

extension SourceNode {
    /// A reason someone can learn from: a few words at least.
    func reason() throws(Diagnostic) -> String {
        let text = try string()
        guard text.count >= ScenarioLimits.because else {
            throw Diagnostic(
                "a reason needs at least \(ScenarioLimits.because) characters", at: location)
        }
        return text
    }
}
