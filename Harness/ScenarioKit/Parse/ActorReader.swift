/// Reads one entry of `actors`.
enum ActorReader {
    /// Reads the actor and checks that what its kind needs is there.
    static func read(_ entry: SourceNode.Entry) throws(Diagnostic) -> ActorSpec {
        guard ActorRef("\(entry.key):main") != nil else {
            throw Diagnostic(
                "'\(entry.key)' is no name for an actor", at: entry.keyLocation,
                hint: "lower-case letters, digits and hyphens")
        }
        let map = try FieldMap(entry.value, Vocabulary.actor)
        var actor = ActorSpec(
            name: entry.key, kind: try map.needed("kind").choice(ActorSpec.Kind.self))
        actor.of = try map.string("of")
        actor.data = try map.string("data")
        actor.remote = try map.string("remote")
        actor.cluster = try map.string("cluster")
        actor.transport = try map.choice("transport", ActorSpec.Transport.self) ?? .http
        actor.clone = try map.choice("clone", ActorSpec.CloneKind.self) ?? .bare
        actor.objectFormat = try map.choice("object-format", ActorSpec.ObjectFormat.self) ?? .sha1
        actor.refFormat = try map.choice("ref-format", ActorSpec.RefFormat.self) ?? .files
        actor.config = try map["config"].map(config) ?? [:]
        actor.hooks = try map.strings("hooks")
        actor.env = try map.strings("env")
        actor.files = try map["files"].map(files) ?? [:]
        actor.args = try map["args"]?.stringList() ?? []
        actor.identity = try map["identity"].map(identity)
        actor.location = entry.keyLocation
        try check(actor, at: entry.keyLocation)
        return actor
    }

    private static func check(
        _ actor: ActorSpec, at place: ScenarioLocation
    ) throws(Diagnostic) {
        if actor.kind == .server, actor.data == nil {
            throw Diagnostic("the server '\(actor.name)' needs 'data'", at: place)
        }
        if actor.cluster != nil {
            guard actor.kind == .server else {
                throw Diagnostic("'cluster' is for servers; '\(actor.name)' is none", at: place)
            }
            guard actor.remote != nil else {
                throw Diagnostic(
                    "the server '\(actor.name)' needs 'remote': what a cluster writes is there",
                    at: place)
            }
        }
        if actor.kind != .server, !actor.files.isEmpty {
            throw Diagnostic("'files' are for servers; '\(actor.name)' is none", at: place)
        }
    }

    /// Names to contents; a name stays below the folder of the files.
    private static func files(_ node: SourceNode) throws(Diagnostic) -> [String: String] {
        for entry in try node.entries() {
            let parts = entry.key.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.allSatisfy({ !["", ".", ".."].contains($0) }) else {
                throw Diagnostic(
                    "'\(entry.key)' is no name for a file", at: entry.keyLocation,
                    hint: "write name or folder/name")
            }
        }
        return try node.stringMap()
    }

    private static func config(_ node: SourceNode) throws(Diagnostic) -> [String: String] {
        var result: [String: String] = [:]
        for entry in try node.entries() {
            guard case .scalar(let text, _) = entry.value.content else {
                throw Diagnostic(
                    "expected text, a boolean or a number, found \(entry.value.kind)",
                    at: entry.value.location)
            }
            result[entry.key] = text
        }
        return result
    }

    private static func identity(_ node: SourceNode) throws(Diagnostic) -> String {
        let text = try node.string()
        guard let open = text.firstIndex(of: "<"), text.hasSuffix(">"), open > text.startIndex,
            text.count(where: { $0 == "<" }) == 1, text.count(where: { $0 == ">" }) == 1,
            text[text.index(before: open)] == " ", !text.contains("\n")
        else {
            throw Diagnostic(
                "'\(text)' is no identity", at: node.location, hint: "write Name <mail>")
        }
        return text
    }
}
