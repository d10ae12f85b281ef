/// Reads the merged map of a file and its presets as a scenario.
struct ScenarioReader {
    private let node: SourceNode
    private let map: FieldMap
    private let problems: DiagnosticList
    private var scenario: Scenario

    /// Reads what can be read; mistakes go to `problems`.
    static func read(
        _ node: SourceNode, file: String, problems: DiagnosticList
    ) -> Scenario? {
        let made = problems.attempt { () throws(Diagnostic) in
            try ScenarioReader(node, file: file, problems: problems)
        }
        guard var reader = made else { return nil }
        reader.readWho()
        reader.readWorld()
        reader.readCourse()
        return reader.scenario
    }

    private init(
        _ node: SourceNode, file: String, problems: DiagnosticList
    ) throws(Diagnostic) {
        self.node = node
        self.problems = problems
        map = try FieldMap(node, Vocabulary.scenario)
        scenario = Scenario(
            file: file, id: try map.needed("scenario").slug(),
            title: try map.needed("title").string())
        for entry in try node.entries() {
            scenario.locations[entry.key] = entry.keyLocation
        }
    }

    /// Reads one section; its first mistake is collected.
    private func section<Value>(
        _ key: String, _ read: (SourceNode) throws(Diagnostic) -> Value
    ) -> Value? {
        guard let node = map[key] else { return nil }
        return problems.attempt { () throws(Diagnostic) in try read(node) }
    }

    private mutating func readWho() {
        let file = scenario.file.split(separator: "/").last.map(String.init) ?? scenario.file
        if file != "\(scenario.id).yaml", let place = map["scenario"]?.location {
            problems.add(
                Diagnostic(
                    "the id '\(scenario.id)' must equal the file name '\(file)'", at: place))
        }
        if scenario.title.count > ScenarioLimits.title, let place = map["title"]?.location {
            problems.add(
                Diagnostic(
                    "the title has more than \(ScenarioLimits.title) characters", at: place))
        }
        scenario.why = section("why") { node throws(Diagnostic) in try node.string() }
        scenario.state = section("state", Self.states) ?? []
        scenario.cites = section("cites") { node throws(Diagnostic) in try node.stringList() } ?? []
        scenario.tags = section("tags", Self.slugs) ?? []
        scenario.level =
            section("level") { node throws(Diagnostic) in
                try node.choice(Scenario.Level.self)
            } ?? .core
        scenario.requires = section("requires", Self.requirements) ?? Requirements()
        scenario.use = section("use") { node throws(Diagnostic) in try node.stringList() } ?? []
        scenario.matrix = section("matrix", Self.matrix) ?? []
        scenario.timeout =
            section("timeout") { node throws(Diagnostic) in try node.duration() }
            ?? scenario.timeout
        scenario.seed = section("seed") { node throws(Diagnostic) in
            UInt64(try node.integer(in: 0 ... .max))
        }
        scenario.clock = section("clock", Self.clock) ?? scenario.clock
    }

    private mutating func readWorld() {
        scenario.actors = map["actors"].map(actors) ?? ActorSpec.defaults
        let history = HistoryReader(problems: problems)
        scenario.history = map["history"].map(history.read) ?? History()
    }

    private mutating func readCourse() {
        let steps = StepReader(problems: problems)
        if let node = map["steps"] {
            scenario.steps = steps.steps(node)
            if case .sequence(let items) = node.content, items.isEmpty {
                problems.add(Diagnostic("steps needs at least one step", at: node.location))
            }
        }
        scenario.expect = section("expect", ExpectationReader.read)
        scenario.finally = map["finally"].map { steps.steps($0) } ?? []
        scenario.relax = section("relax", Self.relaxations) ?? []
        scenario.xfail = section("xfail") { node throws(Diagnostic) in
            let map = try FieldMap(node, Vocabulary.xfail)
            return ExpectedFailure(
                because: try map.needed("because").string(), issue: try map.string("issue"))
        }
    }

    private func actors(_ node: SourceNode) -> [ActorSpec] {
        let entries = problems.attempt { () throws(Diagnostic) in try node.entries() } ?? []
        return entries.compactMap { entry in
            problems.attempt { () throws(Diagnostic) in try ActorReader.read(entry) }
        }
    }
}
