/// One value of a YAML file and where it stands: what presets are merged in and types read from.
struct SourceNode: Sendable {
    /// How a scalar was written.
    enum Style: Sendable {
        case plain, quoted, block
    }

    /// A key of a map.
    struct Entry: Sendable {
        let key: String
        let keyLocation: ScenarioLocation
        var value: SourceNode
    }

    /// What it is.
    enum Content: Sendable {
        case scalar(String, Style)
        case sequence([SourceNode])
        case mapping([Entry])
    }

    var content: Content
    let location: ScenarioLocation
    /// Of a block scalar: by how many columns its lines are indented in the file.
    var indent = 0

    /// The value of `key` when this is a map that has it.
    subscript(key: String) -> SourceNode? {
        guard case .mapping(let entries) = content else { return nil }
        return entries.first { $0.key == key }?.value
    }

    /// What it is, for messages.
    var kind: String {
        switch content {
        case .scalar: scalarKind
        case .sequence: "a list"
        case .mapping: "a map"
        }
    }

    /// Locations of every scalar below, by dotted key.
    func locations(prefix: String, into table: inout [String: ScenarioLocation]) {
        switch content {
        case .scalar: break
        case .sequence(let items):
            for (index, item) in items.enumerated() {
                item.locations(prefix: Self.join(prefix, String(index)), into: &table)
            }
        case .mapping(let entries):
            for entry in entries {
                let name = Self.join(prefix, entry.key)
                entry.value.locations(prefix: name, into: &table)
                table[ScenarioLocation.key(of: name)] = entry.keyLocation
            }
        }
        if !prefix.isEmpty { table[prefix] = location }
    }

    private static func join(_ prefix: String, _ key: String) -> String {
        prefix.isEmpty ? key : "\(prefix).\(key)"
    }

    /// This map over `base`: maps go deep, lists append to the base's, everything else replaces.
    func merged(over base: SourceNode) -> SourceNode {
        switch (base.content, content) {
        case (.mapping(let below), .mapping(let above)):
            var result = below
            for entry in above {
                if let index = result.firstIndex(where: { $0.key == entry.key }) {
                    let value = entry.value.merged(over: result[index].value)
                    result[index] = Entry(
                        key: entry.key, keyLocation: entry.keyLocation, value: value)
                } else {
                    result.append(entry)
                }
            }
            return SourceNode(content: .mapping(result), location: location)
        case (.sequence(let below), .sequence(let above)):
            return SourceNode(content: .sequence(below + above), location: location)
        default:
            return self
        }
    }
}
