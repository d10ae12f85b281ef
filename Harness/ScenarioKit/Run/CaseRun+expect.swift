/// Expectations: at once, or again and again until they hold.
extension CaseRun {
    /// What an expectation is judged against.
    struct Context {
        var answer: Answer?
        var began: MonotonicTime
        var ticks: UInt64
        /// The server that is looked at; nil is the first declared.
        var place: ServerRef?
    }

    /// Throws when an expectation does not hold, within the time given.
    func check(
        _ expect: Expectation, answer: Answer?, within: Duration?, verb: String, number: Int?,
        since began: MonotonicTime, ticks: UInt64 = 0, location: ScenarioLocation? = nil,
        at place: ServerRef? = nil
    ) async throws {
        let context = Context(answer: answer, began: began, ticks: ticks, place: place)
        var wrong: [Mismatch] = []
        let limit = within.map { options.scaled($0) } ?? .zero
        let pause: Duration = limit > .seconds(1) ? .milliseconds(20) : Limits.poll
        let held = try await poll(for: limit, every: pause) {
            wrong = try await self.mismatches(expect, context)
            return wrong.isEmpty
        }
        guard !held else { return }
        throw StepFailure(
            verb: verb, number: number, location: location ?? expect.location,
            mismatches: wrong.map { (expect.location(of: $0.key), $0) })
    }

    /// Everything about an expectation that does not hold now.
    func mismatches(_ expect: Expectation, _ context: Context) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        if let answer = context.answer {
            wrong += try await answerMismatches(expect, answer)
        } else if expect.wantsAnswer {
            wrong.append(Mismatch(key: "status", wanted: "an answer", seen: "the step has none"))
        }
        let (servers, none) = await servers(at: context.place)
        wrong += [none].compactMap { $0 }
        for server in servers {
            let found = try await serverMismatches(expect, context, server)
            wrong += servers.count == 1 ? found : found.map { $0.seen(at: server.spec.name) }
        }
        wrong += try await repositoryMismatches(expect)
        if let reads = expect.reads { wrong += try await readMismatches(reads) }
        if let gate = expect.gate, try !isReached(gate) {
            wrong.append(Mismatch(key: "gate", wanted: "\(gate) holds someone", seen: "nobody"))
        }
        return wrong
    }

    private func answerMismatches(
        _ expect: Expectation, _ answer: Answer
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        func judge(_ key: String, _ good: Bool, _ wanted: String, _ seen: String?) {
            if !good { wrong.append(Mismatch(key: key, wanted: wanted, seen: seen ?? "absent")) }
        }
        let body = answer.body
        if let wanted = expect.status {
            let seen =
                answer.error ?? "\(answer.status) \(Self.start(of: answer, book: world.book))"
            judge(
                "status",
                wanted.contains(answer.status)
                    || answer.isOfWrite && answer.status == 201 && wanted.contains(200),
                wanted.map(String.init).joined(separator: " or "), seen)
        }
        if let wanted = expect.outcome?.rawValue {
            judge("outcome", answer.outcome == wanted, wanted, answer.outcome ?? answer.error)
        }
        if let wanted = expect.reason {
            judge("reason", answer.reason == wanted, wanted, answer.reason)
        }
        for (key, wanted) in [("swapped", expect.swapped), ("pushed", expect.pushed)] {
            guard let wanted else { continue }
            let seen = body?[key]
            judge(key, seen?.flag == wanted, "\(wanted)", seen?.scalarText)
        }
        for (key, wanted) in [("ahead", expect.ahead), ("behind", expect.behind)] {
            guard let wanted else { continue }
            let seen = body?[key] ?? body?["error"]?[key]
            let good = seen?.double.map { wanted.matches($0) } ?? false
            judge(key, good, wanted.description, seen?.scalarText)
        }
        for (key, field, wanted) in [
            ("old", "oldCommit", expect.old), ("new", "newCommit", expect.new),
            ("commit", "commit", expect.commit),
        ] {
            guard let wanted else { continue }
            let seen = body?[field]?.scalarText
            let good = try await matches(wanted, seen)
            judge(key, good, try await describe(wanted), world.book.describe(seen))
        }
        if let wanted = expect.dropped {
            let seen = (body?["dropped"]?.items ?? []).compactMap(\.text)
            var names: [String] = []
            var left = seen
            for reference in wanted {
                names.append(try await describe(reference))
                if let id = try await resolve(reference) { left.removeAll { $0 == id } }
            }
            judge(
                "dropped", left.isEmpty && seen.count == wanted.count,
                names.joined(separator: ", "),
                seen.map { world.book.describe($0) }.joined(separator: ", "))
        }
        if let wanted = expect.conflictBranch {
            let seen = body?["conflictBranch"]?.scalarText
            judge(
                "conflict-branch", try await matches(wanted, seen), "\(wanted.words)", seen)
        }
        if let wanted = expect.body {
            for field in wanted {
                let good = try await matches(field.matcher, body?[field.name])
                judge(
                    "body.\(field.name)", good, field.matcher.words,
                    body?[field.name].map { world.book.describe(in: JSONText.write($0)) })
            }
        }
        return wrong
    }

    /// The beginning of a body, for messages.
    private static func start(of answer: Answer, book: CommitBook) -> String {
        let text = String(decoding: answer.raw.prefix(400), as: UTF8.self)
        return book.describe(in: text)
    }

    /// Judges a JSON value, captures filled in.
    func matches(_ matcher: ValueMatcher, _ seen: DataValue?) async throws -> Bool {
        var values: [CaptureReference: DataValue] = [:]
        for capture in matcher.captures { values[capture] = try await value(of: capture) }
        return matcher.matches(seen) { values[$0] }
    }

    /// Judges a text, captures filled in.
    func matches(_ matcher: TextMatcher, _ seen: String?) async throws -> Bool {
        switch matcher {
        case .equal(let wanted): seen == wanted
        case .absent: seen == nil
        case .pattern(let pattern): try seen?.contains(Regex(pattern)) ?? false
        case .capture(let reference): seen == (try await value(of: reference)?.scalarText)
        }
    }
}

extension TextMatcher {
    /// What is wanted, in the language's words.
    var words: String {
        switch self {
        case .equal(let text): text
        case .absent: "absent"
        case .pattern(let pattern): "/\(pattern)/"
        case .capture(let reference): reference.description
        }
    }
}

extension Expectation {
    /// True when something is wanted that only an answer has.
    var wantsAnswer: Bool {
        status != nil || outcome != nil || reason != nil || swapped != nil || old != nil
            || new != nil || commit != nil || ahead != nil || behind != nil
            || conflictBranch != nil || body != nil || pushed != nil || dropped != nil
    }
}
