/// Reads the `history` section: the drawing, explicit parents and refs, and what commits say.
struct HistoryReader {
    let problems: DiagnosticList

    /// Reads what can be read; mistakes are collected.
    func read(_ node: SourceNode) -> History {
        var history = History()
        let read = problems.attempt { () throws(Diagnostic) in
            try FieldMap(node, Vocabulary.history)
        }
        guard let map = read else { return history }
        if let drawing = map["graph"] {
            let graph = problems.attempt { () throws(Diagnostic) in
                history.drawing = try drawing.string()
                return try GraphParser.parse(drawing)
            }
            guard let graph else { return history }
            history.graph = graph
        }
        let isDrawn = map["graph"] != nil || map["parents"] != nil
        _ = problems.attempt { () throws(Diagnostic) in
            try map["parents"].map { node throws(Diagnostic) in
                try parents(node, into: &history.graph)
            }
        }
        for entry in (try? map["commits"]?.entries()) ?? [] {
            let spec = problems.attempt { () throws(Diagnostic) in try CommitReader.read(entry) }
            guard let spec else { continue }
            if history.graph.parents[spec.name] == nil {
                guard !isDrawn else {
                    reportUndrawn(spec.name, entry, node, history.graph)
                    continue
                }
                history.graph.add(spec.name, at: entry.keyLocation)
            }
            history.commits[spec.name] = spec
        }
        if let commits = map["commits"] {
            _ = problems.attempt { () throws(Diagnostic) in try commits.entries() }
        }
        _ = problems.attempt { () throws(Diagnostic) in
            try map["refs"].map { node throws(Diagnostic) in
                try refs(node, into: &history.graph)
            }
        }
        finish(history, at: node.location)
        return history
    }

    private func finish(_ history: History, at place: ScenarioLocation) {
        if history.graph.commits.count > ScenarioLimits.commits {
            problems.add(
                Diagnostic(
                    "the history has more than \(ScenarioLimits.commits) commits", at: place))
        }
        if let cycle = history.graph.cycle {
            let names = (cycle + [cycle[0]]).map(\.text).joined(separator: " → ")
            problems.add(
                Diagnostic(
                    "a commit is its own ancestor: \(names)",
                    at: history.graph.locations[cycle[0]] ?? place))
        }
    }

    /// A preset may describe commits that a scenario does not draw; its own file may not.
    private func reportUndrawn(
        _ name: CommitName, _ entry: SourceNode.Entry, _ section: SourceNode, _ graph: CommitGraph
    ) {
        guard entry.keyLocation.file == section.location.file else { return }
        problems.add(
            Diagnostic(
                "commit '\(name)' is not in the graph", at: entry.keyLocation,
                hint: EditDistance.hint(for: name.text, in: graph.commits.map(\.text))))
    }

    private func parents(
        _ node: SourceNode, into graph: inout CommitGraph
    ) throws(Diagnostic) {
        let isDrawn = !graph.commits.isEmpty
        for entry in try node.entries() {
            let name = try Self.name(entry)
            var parents: [CommitName] = []
            for item in try entry.value.items() {
                let parent = try item.commitName()
                guard !parents.contains(parent) else {
                    throw Diagnostic("'\(parent)' is a parent twice", at: item.location)
                }
                guard !isDrawn || graph.parents[parent] != nil else {
                    throw Diagnostic(
                        "'\(parent)' is not in the graph", at: item.location,
                        hint: EditDistance.hint(
                            for: parent.text, in: graph.commits.map(\.text)))
                }
                graph.add(parent, at: item.location)
                parents.append(parent)
            }
            graph.add(name, at: entry.keyLocation)
            graph.parents[name] = parents
        }
    }

    private func refs(_ node: SourceNode, into graph: inout CommitGraph) throws(Diagnostic) {
        for entry in try node.entries() {
            let ref = try SourceNode.actorRef(entry.key, at: entry.keyLocation)
            let commit = try entry.value.commitName()
            guard graph.parents[commit] != nil else {
                throw Diagnostic(
                    "'\(commit)' is not in the graph", at: entry.value.location,
                    hint: EditDistance.hint(
                        for: commit.text, in: graph.commits.map(\.text)))
            }
            try graph.start(ref, at: commit, location: entry.value.location)
        }
    }

    private static func name(_ entry: SourceNode.Entry) throws(Diagnostic) -> CommitName {
        try SourceNode(content: .scalar(entry.key, .quoted), location: entry.keyLocation)
            .commitName()
    }
}
