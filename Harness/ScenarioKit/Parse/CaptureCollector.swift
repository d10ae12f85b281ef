/// Finds which captures a scenario makes and which it reads.
struct CaptureCollector {
    private(set) var defined: [(name: String, place: ScenarioLocation)] = []
    private(set) var used: Set<String> = []

    /// Looks through steps and the steps in them.
    mutating func collect(_ steps: [Step]) {
        for step in steps {
            if let name = step.as, !defined.contains(where: { $0.name == name }) {
                defined.append((name, step.location(of: "as")))
            }
            if let expect = step.expect { collect(expect) }
            switch step.verb {
            case .reload(let verb): use(verb.commit)
            case .advance(let verb): use(verb.to)
            case .git(let verb): verb.args.forEach { use($0) }
            case .write(let verb):
                use(verb.path)
                verb.headers.values.forEach { use($0) }
                if let body = verb.body { use(body) }
            case .http(let verb):
                use(verb.path)
                verb.headers.values.forEach { use($0) }
                use(verb.body ?? "")
            case .webhook(let verb): if let payload = verb.payload { use(payload) }
            case .wait(let until): collect(until)
            case .parallel(let branches): branches.forEach { collect($0) }
            case .repeat(let loop): collect(loop.steps)
            default: break
            }
        }
    }

    /// Looks through an expectation.
    mutating func collect(_ expect: Expectation) {
        [expect.old, expect.new, expect.commit, expect.served].forEach { use($0) }
        expect.dropped?.forEach { use($0) }
        expect.refs?.forEach { use($0.commit) }
        expect.reachable?.forEach { use($0.commit) }
        expect.reads?.observed?.forEach { use($0) }
        if case .capture(let reference) = expect.conflictBranch { used.insert(reference.name) }
        for log in expect.log ?? [] {
            if case .capture(let reference) = log.matches { used.insert(reference.name) }
        }
        expect.body?.forEach { use($0.matcher) }
        for record in expect.record ?? [] {
            if case .fields(let fields) = record.wanted { fields.forEach { use($0.matcher) } }
        }
    }

    private mutating func use(_ reference: CommitReference?) {
        if case .capture(let reference) = reference { used.insert(reference.name) }
    }

    private mutating func use(_ matcher: ValueMatcher) {
        switch matcher {
        case .capture(let reference): used.insert(reference.name)
        case .fields(let fields): fields.forEach { use($0.matcher) }
        case .elements(let elements): elements.forEach { use($0) }
        default: break
        }
    }

    private mutating func use(_ value: DataValue) {
        switch value {
        case .string(let text): use(text)
        case .list(let items): items.forEach { use($0) }
        case .map(let fields): fields.forEach { use($0.value) }
        default: break
        }
    }

    /// Names after `$` anywhere in a text.
    private mutating func use(_ text: String) {
        for part in text.split(separator: "$", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
            used.insert(String(name))
        }
    }
}
