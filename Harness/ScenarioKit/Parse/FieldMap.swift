/// A map whose keys were checked against a `KeySet`; reads its values by key.
struct FieldMap {
    let node: SourceNode

    /// Checks that `node` is a map with known keys and everything that is required.
    init(_ node: SourceNode, _ keys: KeySet) throws(Diagnostic) {
        guard case .mapping(let entries) = node.content else {
            throw Diagnostic("\(keys.name) must be a map, found \(node.kind)", at: node.location)
        }
        for entry in entries where !keys.keys.contains(entry.key) {
            throw Diagnostic(
                "unknown key '\(entry.key)' in \(keys.name)", at: entry.keyLocation,
                hint: EditDistance.hint(for: entry.key, in: keys.keys))
        }
        for key in keys.required where node[key] == nil {
            throw Diagnostic("\(keys.name) needs '\(key)'", at: node.location)
        }
        self.node = node
    }

    subscript(key: String) -> SourceNode? { node[key] }

    /// The value of a key that `KeySet` requires.
    func needed(_ key: String) throws(Diagnostic) -> SourceNode {
        guard let value = node[key] else {
            throw Diagnostic("'\(key)' is needed here", at: node.location)
        }
        return value
    }

    func string(_ key: String) throws(Diagnostic) -> String? { try node[key]?.string() }

    func slug(_ key: String) throws(Diagnostic) -> String? { try node[key]?.slug() }

    func boolean(_ key: String) throws(Diagnostic) -> Bool? { try node[key]?.boolean() }

    func duration(_ key: String) throws(Diagnostic) -> Duration? { try node[key]?.duration() }

    func integer(
        _ key: String, in range: ClosedRange<Int> = 1...1_000_000
    ) throws(Diagnostic) -> Int? { try node[key]?.integer(in: range) }

    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type
    ) throws(Diagnostic) -> Choice? where Choice.RawValue == String {
        try node[key]?.choice(type)
    }

    func strings(_ key: String) throws(Diagnostic) -> [String: String] {
        try node[key]?.stringMap() ?? [:]
    }
}
