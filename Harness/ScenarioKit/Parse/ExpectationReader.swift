/// Reads an `expect` map.
struct ExpectationReader {
    private let map: FieldMap
    private var result: Expectation

    /// Reads `node` as an expectation.
    static func read(_ node: SourceNode) throws(Diagnostic) -> Expectation {
        var reader = try ExpectationReader(node)
        try reader.readAnswer()
        try reader.readCommits()
        try reader.readRepositories()
        try reader.readProcess()
        return reader.result
    }

    private init(_ node: SourceNode) throws(Diagnostic) {
        map = try FieldMap(node, Vocabulary.expect)
        guard !(try node.entries()).isEmpty else {
            throw Diagnostic("expect needs at least one key", at: node.location)
        }
        result = Expectation(location: node.location)
        node.locations(prefix: "", into: &result.locations)
    }

    private mutating func readAnswer() throws(Diagnostic) {
        if let node = map["status"] {
            var statuses: [Int] = []
            if case .sequence(let items) = node.content {
                for item in items { statuses.append(try item.integer(in: 100...599)) }
            } else {
                statuses = [try node.integer(in: 100...599)]
            }
            result.status = statuses
        }
        result.outcome = try map.choice("outcome", Outcome.self)
        result.reason = try map.slug("reason")
        result.swapped = try map.boolean("swapped")
        result.pushed = try map.boolean("pushed")
        result.ahead = try map["ahead"]?.comparison()
        result.behind = try map["behind"]?.comparison()
        result.conflictBranch = try map["conflict-branch"]?.textMatcher()
        result.body = try map["body"]?.matchers()
        if let node = map["boot"] {
            let boot = try FieldMap(node, Vocabulary.boot)
            result.boot = BootExpectation(
                outcome: try boot.choice("outcome", Outcome.self),
                reason: try boot.slug("reason"))
        }
    }

    private mutating func readCommits() throws(Diagnostic) {
        result.old = try map["old"]?.commitReference()
        result.new = try map["new"]?.commitReference()
        result.commit = try map["commit"]?.commitReference()
        result.served = try map["served"]?.commitReference()
        result.dropped = try map["dropped"]?.commitReferences()
    }

    private mutating func readRepositories() throws(Diagnostic) {
        result.refs = try map["refs"].map(Self.refs)
        result.graph = try map["graph"].map(Self.graphs)
        result.reachable = try map["reachable"].map(Self.reachable)
        result.record = try map["record"].map(Self.records)
        result.files = try map["files"].map(Self.files)
        result.fsck = try map.choice("fsck", FsckExpectation.self)
        result.locks = try map.choice("locks", LocksExpectation.self)
        result.worktree = try map.choice("worktree", WorktreeExpectation.self)
    }

    private mutating func readProcess() throws(Diagnostic) {
        result.reads = try map["reads"].map(Self.reads)
        result.push = try map["push"].map(Self.push)
        result.cluster = try map["cluster"].map(Self.cluster)
        result.gate = try map.slug("gate")
        result.ready = try map["ready"]?.comparison()
        result.alive = try map.boolean("alive")
        result.exit = try map["exit"]?.comparison()
        result.cpu = try map["cpu"]?.comparison()
        result.log = try map["log"].map(Self.log)
        result.metrics = try map["metrics"].map(Self.metrics)
    }
}
