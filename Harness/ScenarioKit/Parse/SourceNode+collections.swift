/// Reading lists, open maps, data, names.
extension SourceNode {
    /// The items of a list.
    func items() throws(Diagnostic) -> [SourceNode] {
        guard case .sequence(let items) = content else {
            throw Diagnostic("expected a list, found \(kind)", at: location)
        }
        return items
    }

    /// The entries of a map with free keys.
    func entries() throws(Diagnostic) -> [Entry] {
        guard case .mapping(let entries) = content else {
            throw Diagnostic("expected a map, found \(kind)", at: location)
        }
        return entries
    }

    /// A list of texts.
    func stringList() throws(Diagnostic) -> [String] {
        var result: [String] = []
        for item in try items() { result.append(try item.string()) }
        return result
    }

    /// A map from texts to texts.
    func stringMap() throws(Diagnostic) -> [String: String] {
        var result: [String: String] = [:]
        for entry in try entries() { result[entry.key] = try entry.value.string() }
        return result
    }

    /// Any value, as data.
    func data() throws(Diagnostic) -> DataValue {
        switch content {
        case .sequence(let items):
            var list: [DataValue] = []
            for item in items { list.append(try item.data()) }
            return .list(list)
        case .mapping: return .map(try fields())
        case .scalar:
            switch plainValue {
            case .boolean(let value): return .boolean(value)
            case .integer(let value): return .integer(value)
            case .number(let value):
                guard value.isFinite else {
                    throw Diagnostic("the number is too large", at: location)
                }
                return .number(value)
            case .text(let text): return .string(text)
            case .null, nil: return .null
            }
        }
    }

    /// A map as fields, in the order written.
    func fields() throws(Diagnostic) -> [DataValue.Field] {
        var fields: [DataValue.Field] = []
        for entry in try entries() {
            fields.append(DataValue.Field(name: entry.key, value: try entry.value.data()))
        }
        return fields
    }

    /// The fields of a TOML record: scalars and lists of scalars.
    func recordFields() throws(Diagnostic) -> [DataValue.Field] {
        for entry in try entries() {
            if case .mapping = entry.value.content {
                throw Diagnostic(
                    "a field must be text, a number, a boolean or a list",
                    at: entry.value.location, hint: "write tables as raw text")
            }
        }
        return try fields()
    }

    /// The name of a commit.
    func commitName() throws(Diagnostic) -> CommitName {
        let text = try string()
        guard let name = CommitName(text) else {
            throw Diagnostic(
                "'\(text)' is no commit name", at: location,
                hint: "a capital, then up to seven letters or digits, such as L1")
        }
        return name
    }

    /// A commit name, `$capture.field`, `$next`, or `absent`.
    func commitReference(allowsNext: Bool = false) throws(Diagnostic) -> CommitReference {
        let text = try string()
        if text == "absent" { return .absent }
        if text == "$next" {
            if allowsNext { return .next }
            throw Diagnostic("'$next' is only for the 'to' of advance", at: location)
        }
        if text.hasPrefix("$") {
            guard let reference = CaptureReference(text) else {
                throw Diagnostic(
                    "'\(text)' is no capture", at: location, hint: "write $name.field")
            }
            return .capture(reference)
        }
        return .commit(try commitName())
    }

    /// A list of commits.
    func commitReferences() throws(Diagnostic) -> [CommitReference] {
        var result: [CommitReference] = []
        for item in try items() { result.append(try item.commitReference()) }
        return result
    }

    /// A ref of an actor, `origin:main`.
    func actorRef() throws(Diagnostic) -> ActorRef {
        let text = try string()
        return try Self.actorRef(text, at: location)
    }

    /// Reads `origin:main`, also where it is a key.
    static func actorRef(
        _ text: String, at location: ScenarioLocation
    ) throws(Diagnostic) -> ActorRef {
        guard let ref = ActorRef(text) else {
            throw Diagnostic(
                "'\(text)' is no ref of an actor", at: location, hint: "write origin:main")
        }
        return ref
    }
}
