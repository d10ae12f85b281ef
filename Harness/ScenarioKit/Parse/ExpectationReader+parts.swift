/// The nested maps and lists of an expectation.
extension ExpectationReader {
    static func refs(_ node: SourceNode) throws(Diagnostic) -> [RefExpectation] {
        var result: [RefExpectation] = []
        for entry in try node.entries() {
            result.append(
                RefExpectation(
                    ref: try SourceNode.actorRef(entry.key, at: entry.keyLocation),
                    commit: try entry.value.commitReference()))
        }
        return result
    }

    static func graphs(_ node: SourceNode) throws(Diagnostic) -> [GraphExpectation] {
        var result: [GraphExpectation] = []
        for entry in try node.entries() {
            let drawing = try entry.value.string()
            result.append(
                GraphExpectation(
                    of: entry.key, drawing: drawing,
                    graph: try GraphParser.parse(entry.value)))
        }
        return result
    }

    static func reachable(_ node: SourceNode) throws(Diagnostic) -> [ReachableExpectation] {
        var result: [ReachableExpectation] = []
        for item in try node.items() {
            let map = try FieldMap(item, Vocabulary.reachable)
            result.append(
                ReachableExpectation(
                    commit: try map.needed("commit").commitReference(),
                    from: try map.needed("from").actorRef(),
                    form: try map.choice("as", ReachableExpectation.Form.self) ?? .same))
        }
        return result
    }

    static func records(_ node: SourceNode) throws(Diagnostic) -> [RecordExpectation] {
        var result: [RecordExpectation] = []
        for entry in try node.entries() {
            guard entry.key.contains("/"), !entry.key.hasSuffix(".toml") else {
                throw Diagnostic(
                    "'\(entry.key)' is no record", at: entry.keyLocation,
                    hint: "write sheet/path without extension")
            }
            if case .mapping = entry.value.content {
                result.append(
                    RecordExpectation(
                        path: entry.key, wanted: .fields(try entry.value.matchers())))
            } else if case .scalar("absent", _) = entry.value.content {
                result.append(RecordExpectation(path: entry.key, wanted: .absent))
            } else {
                throw Diagnostic(
                    "expected fields or absent, found \(entry.value.kind)",
                    at: entry.value.location)
            }
        }
        return result
    }

    static func files(_ node: SourceNode) throws(Diagnostic) -> [FileExpectation] {
        var result: [FileExpectation] = []
        for entry in try node.entries() {
            let parts = entry.key.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2, !parts[1].hasPrefix("/") else {
                throw Diagnostic(
                    "'\(entry.key)' is no file of an actor", at: entry.keyLocation,
                    hint: "write site:people/jane.toml")
            }
            result.append(
                FileExpectation(
                    actor: parts[0], path: parts[1], wanted: try entry.value.textMatcher()))
        }
        return result
    }

    static func reads(_ node: SourceNode) throws(Diagnostic) -> ReadsExpectation {
        let map = try FieldMap(node, Vocabulary.reads)
        var reads = ReadsExpectation(of: try map.needed("of").slug())
        reads.count = try map["count"]?.comparison()
        reads.torn = try map["torn"]?.comparison()
        reads.errors = try map["errors"]?.comparison()
        reads.monotonic = try map.choice("monotonic", ReadsExpectation.Monotonic.self)
        reads.observed = try map["observed"]?.commitReferences()
        reads.freshAfterAck = try map.boolean("fresh-after-ack")
        reads.p99 = try map["p99"]?.comparison(.duration)
        return reads
    }

    static func push(_ node: SourceNode) throws(Diagnostic) -> PushExpectation {
        let map = try FieldMap(node, Vocabulary.push)
        var push = PushExpectation()
        push.state = try map.choice("state", PushExpectation.State.self)
        push.attempts = try map["attempts"]?.comparison()
        push.retries = try map["retries"]?.comparison()
        push.pending = try map["pending"]?.comparison()
        push.forced = try map["forced"]?.comparison()
        push.nextDelay = try map["next-delay"]?.comparison(.duration)
        push.reason = try map.choice("reason", PushExpectation.Reason.self)
        return push
    }

    static func cluster(_ node: SourceNode) throws(Diagnostic) -> ClusterExpectation {
        let map = try FieldMap(node, Vocabulary.cluster)
        return ClusterExpectation(
            role: try map.choice("role", ClusterExpectation.Role.self),
            writer: try map["writer"]?.textMatcher(), nodes: try map["nodes"]?.comparison(),
            converged: try map.boolean("converged"), behind: try map["behind"]?.stringList())
    }

    static func log(_ node: SourceNode) throws(Diagnostic) -> [LogExpectation] {
        var result: [LogExpectation] = []
        for item in try node.items() {
            let map = try FieldMap(item, Vocabulary.log)
            result.append(
                LogExpectation(
                    level: try map.choice("level", LogExpectation.Level.self),
                    event: try map.string("event"),
                    matches: try map["matches"]?.textMatcher(),
                    count: try map["count"]?.comparison()))
        }
        return result
    }

    static func metrics(_ node: SourceNode) throws(Diagnostic) -> [MetricExpectation] {
        var result: [MetricExpectation] = []
        for entry in try node.entries() {
            result.append(
                MetricExpectation(name: entry.key, value: try entry.value.comparison(.any)))
        }
        return result
    }
}
