/// Finds which captures a scenario makes and which it reads.
struct CaptureCollector {
    private(set) var defined: [(name: String, place: ScenarioLocation)] = []
    private(set) var used: Set<String> = []

    /// Looks through steps and the steps in them. Names in branches also tell racing calls apart in
    /// reports, so that not reading them is no oversight: `labels` says that they are such.
    mutating func collect(_ steps: [Step], labels: Bool = false) {
        for step in steps {
            if let name = step.as, !labels, !defined.contains(where: { $0.name == name }) {
                defined.append((name, step.location(of: "as")))
            }
            if let expect = step.expect { collect(expect) }
            switch step.verb {
            case .reload(let verb): use(verb.commit)
            case .advance(let verb): use(verb.to)
            case .git(let verb): use(all: verb.args)
            case .write(let verb):
                use(verb.path)
                use(all: Array(verb.headers.values))
                if let body = verb.body { use(body) }
            case .http(let verb):
                use(verb.path)
                use(all: Array(verb.headers.values))
                use(verb.body ?? "")
            case .webhook(let verb): if let payload = verb.payload { use(payload) }
            case .wait(let until): collect(until)
            case .parallel(let branches): for branch in branches { collect(branch, labels: true) }
            case .repeat(let loop): collect(loop.steps, labels: labels)
            default: break
            }
        }
    }

    /// Looks through an expectation.
    mutating func collect(_ expect: Expectation) {
        for reference in [expect.old, expect.new, expect.commit, expect.served] { use(reference) }
        for reference in expect.dropped ?? [] { use(reference) }
        for wanted in expect.refs ?? [] {
            use(wanted.commit)
            use(wanted.ref.name)
        }
        for wanted in expect.graph ?? [] {
            use(wanted.of)
            for start in wanted.graph.refs { use(start.ref.name) }
        }
        for wanted in expect.reachable ?? [] {
            use(wanted.commit)
            use(wanted.from.name)
        }
        for reference in expect.reads?.observed ?? [] { use(reference) }
        if case .capture(let reference) = expect.conflictBranch { used.insert(reference.name) }
        for file in expect.files ?? [] {
            if case .capture(let reference) = file.wanted { used.insert(reference.name) }
        }
        for log in expect.log ?? [] {
            if case .capture(let reference) = log.matches { used.insert(reference.name) }
        }
        for field in expect.body ?? [] { use(field.matcher) }
        for record in expect.record ?? [] {
            guard case .fields(let fields) = record.wanted else { continue }
            for field in fields { use(field.matcher) }
        }
    }

    private mutating func use(_ reference: CommitReference?) {
        if case .capture(let reference) = reference { used.insert(reference.name) }
    }

    private mutating func use(_ matcher: ValueMatcher) {
        switch matcher {
        case .capture(let reference): used.insert(reference.name)
        case .fields(let fields): for field in fields { use(field.matcher) }
        case .elements(let elements): for element in elements { use(element) }
        default: break
        }
    }

    private mutating func use(_ value: DataValue) {
        switch value {
        case .string(let text): use(text)
        case .list(let items): for item in items { use(item) }
        case .map(let fields): for field in fields { use(field.value) }
        default: break
        }
    }

    private mutating func use(all texts: [String]) {
        for text in texts { use(text) }
    }

    /// Names after `$` anywhere in a text.
    private mutating func use(_ text: String) {
        for part in text.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
            used.insert(String(name))
        }
    }
}
