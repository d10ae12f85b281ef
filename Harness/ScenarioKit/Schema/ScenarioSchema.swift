/// The JSON Schema of scenario files, made of what the reader itself goes by: the keys of its maps
/// (`KeySet`), the words of its types (`Vocabulary.allChoices`) and the shapes of values.
package struct ScenarioSchema: Sendable {
    /// Keys without a shape and shapes without a key; empty, or the schema is not the reader's.
    package let gaps: [String]
    /// The schema.
    package let value: DataValue

    /// Makes the schema.
    package init() {
        var writer = SchemaWriter()
        value = writer.schema
        gaps = writer.gaps
    }

    /// The file, one value a line.
    package var text: String { Self.pretty(value, indent: 0) + "\n" }

    private static func pretty(_ value: DataValue, indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        switch value {
        case .map(let fields) where !fields.isEmpty:
            let lines = fields.map { field in
                "\(margin) \(JSONText.quote(field.name)): "
                    + pretty(field.value, indent: indent + 1)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .list(let items) where !items.isEmpty:
            let lines = items.map { "\(margin) " + pretty($0, indent: indent + 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        default: return JSONText.write(value)
        }
    }
}

/// Walks the shapes and knows where in the schema it is.
private struct SchemaWriter {
    private(set) var gaps: [String] = []
    private let sets = Dictionary(
        uniqueKeysWithValues: Vocabulary.allKeySets.map { ($0.pointer, $0) })

    /// The whole schema.
    var schema: DataValue {
        mutating get {
            var fields: [DataValue.Field] = [
                text("$schema", "https://json-schema.org/draft/2020-12/schema"),
                text("$id", "scenario.schema.json"), text("title", "Harness scenario"),
                text(
                    "description",
                    "One scenario = one file = one ephemeral world (remotes, clones, server, readers)."
                ),
            ]
            fields += map(at: "", atLeast: 0)
            let definitions = SchemaTable.definitions.map { name, node in
                DataValue.Field(name: name, value: .map(self.fields(node, "/$defs/\(name)")))
            }
            fields.append(.init(name: "$defs", value: .map(definitions)))
            for pointer in SchemaTable.shapes.keys.sorted() where sets[pointer] == nil {
                gaps.append("no map of the reader at \(pointer)")
            }
            return .map(fields)
        }
    }

    private func text(_ name: String, _ value: String) -> DataValue.Field {
        .init(name: name, value: .string(value))
    }

    /// A map with a closed set of keys.
    private mutating func map(at pointer: String, atLeast: Int) -> [DataValue.Field] {
        guard let set = sets[pointer] else {
            gaps.append("no keys at \(pointer)")
            return []
        }
        let shapes = SchemaTable.shapes[pointer] ?? [:]
        for key in shapes.keys.sorted() where !set.keys.contains(key) {
            gaps.append("the reader knows no \(key) at \(pointer)")
        }
        var properties: [DataValue.Field] = []
        for key in set.keys {
            guard let shape = shapes[key] else {
                gaps.append("no shape of \(key) at \(pointer)")
                continue
            }
            let inner = fields(shape, "\(pointer)/properties/\(key)")
            properties.append(.init(name: key, value: .map(inner)))
        }
        var fields = [
            text("type", "object"), .init(name: "additionalProperties", value: .boolean(false)),
        ]
        if !set.required.isEmpty {
            let names = set.required.map(DataValue.string)
            fields.append(.init(name: "required", value: .list(names)))
        }
        if atLeast > 0 {
            fields.append(.init(name: "minProperties", value: .integer(Int64(atLeast))))
        }
        return fields + [.init(name: "properties", value: .map(properties))]
    }

    private mutating func fields(_ node: SchemaNode, _ pointer: String) -> [DataValue.Field] {
        switch node {
        case .anything: return []
        case .keys(let least): return map(at: pointer, atLeast: least)
        case .reference(let name): return [text("$ref", "#/$defs/\(name)")]
        case .constant(let value): return [.init(name: "const", value: value)]
        case .described(let words, let node):
            return fields(node, pointer) + [text("description", words)]
        case .usually(let value, let node): return fields(node, pointer) + [text("default", value)]
        case .choice:
            let words = Vocabulary.allChoices[pointer] ?? []
            if words.isEmpty { gaps.append("no words at \(pointer)") }
            return [.init(name: "enum", value: .list(words.map(DataValue.string)))]
        case .types(let types):
            let list = DataValue.list(types.map(DataValue.string))
            return [.init(name: "type", value: types.count == 1 ? .string(types[0]) : list)]
        case .bounded(let type, let bounds):
            return [text("type", type)] + bounds.map { .init(name: $0.name, value: $0.value) }
        case .either(let nodes):
            let all = nodes.enumerated().map { index, node in
                DataValue.map(fields(node, "\(pointer)/anyOf/\(index)"))
            }
            return [.init(name: "anyOf", value: .list(all))]
        case .map(let names, let values):
            var found = [text("type", "object")]
            if let names {
                let shape = fields(names, "\(pointer)/propertyNames")
                found.append(.init(name: "propertyNames", value: .map(shape)))
            }
            if let values {
                let inner = fields(values, "\(pointer)/additionalProperties")
                found.append(.init(name: "additionalProperties", value: .map(inner)))
            }
            return found
        case .list(let items, let least):
            var found = [text("type", "array")]
            if least > 0 { found.append(.init(name: "minItems", value: .integer(Int64(least)))) }
            if let items {
                let inner = fields(items, "\(pointer)/items")
                found.append(.init(name: "items", value: .map(inner)))
            }
            return found
        }
    }
}
