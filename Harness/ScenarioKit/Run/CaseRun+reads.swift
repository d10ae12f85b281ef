/// What is expected of readers.
extension CaseRun {
    /// Everything a crew saw and the server promised.
    func history(of crew: ReaderCrew) throws -> ReadHistory {
        // What was asked after the readers stopped is nothing they could have seen.
        let end = crew.stoppedAt
        let server = try crewServers[crew.name] ?? server()
        let promised = acknowledgements[server.spec.name, default: []]
        let seen = promised.filter { call in end.map { call.asked < $0 } ?? true }
        return ReadHistory(
            reads: crew.records, acknowledgements: seen, stamps: world.book.stamps,
            stampedRecords: world.reading.stampedRecords, downtimes: server.downtimes,
            starts: serverStarts[server.spec.name, default: []])
    }

    func readMismatches(_ expect: ReadsExpectation) async throws -> [Mismatch] {
        guard let crew = crews[expect.of] else {
            throw HarnessError.unsupported("no readers named \(expect.of)")
        }
        var wrong: [Mismatch] = []
        func judge(_ key: String, _ good: Bool, _ wanted: String, _ seen: String) {
            if !good { wrong.append(Mismatch(key: "reads.\(key)", wanted: wanted, seen: seen)) }
        }
        if let wanted = expect.count {
            let total = crew.total
            judge("count", wanted.matches(total), wanted.description, "\(total)")
            if !expect.judgesHistory { return wrong }
        }
        let book = world.book
        let checks = ReadChecks(try history(of: crew)) { book.describe($0) }
        func told(_ findings: [Finding]) -> String {
            "\(findings.count)"
                + ReadChecks.summary(findings).map { "\n        \($0.text)" }.joined()
        }
        if let wanted = expect.torn {
            let torn = checks.torn
            judge("torn", wanted.matches(torn.count), wanted.description, told(torn))
        }
        if let wanted = expect.errors {
            let errors = checks.errors
            let first = errors.first.map {
                ", first: reader \($0.connection) \($0.kind.word) \($0.status) \($0.failure)"
            }
            judge(
                "errors", wanted.matches(errors.count), wanted.description,
                "\(errors.count)\(first ?? "")")
        }
        if let wanted = expect.monotonic {
            let backward = checks.backward(wanted)
            judge("monotonic", backward.isEmpty, wanted.rawValue, told(backward))
        }
        if let wanted = expect.freshAfterAck {
            let stale = checks.stale
            judge(
                "fresh-after-ack", stale.isEmpty == wanted, "\(wanted)",
                stale.isEmpty ? "true: no stale read" : told(stale))
        }
        if let wanted = expect.p99 {
            let seen = checks.p99
            judge(
                "p99", seen.map { wanted.matches($0) } ?? false, wanted.description,
                seen.map { "\($0)" } ?? "no reads")
        }
        if let wanted = expect.observed {
            var left = checks.observed
            var missing: [String] = []
            for reference in wanted {
                var found: String?
                for id in left where try await matches(reference, id) { found = id }
                if let found {
                    left.remove(found)
                } else {
                    missing.append(try await describe(reference))
                }
            }
            let seen = checks.observed.map { book.describe($0) }.sorted().joined(separator: ", ")
            judge(
                "observed", left.isEmpty && missing.isEmpty,
                wanted.map(\.description).joined(separator: ", "), seen)
        }
        return wrong
    }

    /// Whether any expectation of the scenario relies on reads having seen the reloads happen.
    var judgesReads: Bool {
        func judges(_ expect: Expectation?) -> Bool {
            guard let reads = expect?.reads else { return false }
            return reads.torn != nil || reads.monotonic != nil || reads.freshAfterAck == true
        }
        func judges(_ step: Step) -> Bool {
            if judges(step.expect) { return true }
            switch step.verb {
            case .wait(let until): return judges(until)
            case .parallel(let branches): return branches.joined().contains { judges($0) }
            case .repeat(let loop): return loop.steps.contains { judges($0) }
            default: return false
            }
        }
        return judges(scenario.expect) || scenario.steps.contains { judges($0) }
    }
}

extension ReadsExpectation {
    /// True when more is wanted than a number of reads.
    var judgesHistory: Bool {
        torn != nil || errors != nil || monotonic != nil || observed != nil
            || freshAfterAck != nil || p99 != nil
    }
}
