/// Reads what one commit says and changes.
struct CommitReader {
    private let map: FieldMap
    private var spec: CommitSpec

    /// Reads one entry of `history.commits`.
    static func read(_ entry: SourceNode.Entry) throws(Diagnostic) -> CommitSpec {
        let key = SourceNode(content: .scalar(entry.key, .quoted), location: entry.keyLocation)
        var reader = CommitReader(
            map: try FieldMap(entry.value, Vocabulary.commit),
            spec: CommitSpec(name: try key.commitName()))
        reader.spec.location = entry.keyLocation
        try reader.readEnvelope()
        try reader.readChanges()
        try reader.readSpecialFiles()
        if reader.spec.empty {
            reader.spec.empty = false
            guard reader.spec.addsItsOwnRecord else {
                throw Diagnostic("an empty commit changes nothing", at: entry.keyLocation)
            }
            reader.spec.empty = true
        }
        return reader.spec
    }

    private mutating func readEnvelope() throws(Diagnostic) {
        spec.by = try map.string("by")
        spec.message = try map.string("message")
        spec.at = try map["at"].map(Self.date)
        spec.gpgsig = try map.string("gpgsig")
        if let node = map["encoding"] {
            let name = try node.string()
            guard MessageEncoding(name) != nil else {
                throw Diagnostic(
                    "'\(name)' is no known encoding", at: node.location,
                    hint: "known: \(MessageEncoding.names.joined(separator: ", "))")
            }
            spec.encoding = name
        }
    }

    private mutating func readChanges() throws(Diagnostic) {
        spec.stamp = try map.integer("stamp", in: 0...Int(Int32.max))
        spec.set = try entries("set") { value throws(Diagnostic) in
            if case .scalar = value.content { return .raw(try value.string()) }
            return .fields(try value.recordFields())
        }
        spec.patch = try entries("patch") { value throws(Diagnostic) in
            try value.recordFields()
        }
        for item in try map["delete"]?.items() ?? [] {
            spec.delete.append(try Self.path(try item.string(), at: item.location))
        }
        spec.move = try entries("move") { value throws(Diagnostic) in
            try Self.path(try value.string(), at: value.location)
        }
        if let node = map["empty"] {
            guard try node.boolean() else {
                throw Diagnostic("write empty: true, or leave it out", at: node.location)
            }
            spec.empty = true
        }
        for entry in try map["records"]?.entries() ?? [] {
            spec.records.append(
                CommitSpec.Entry(
                    path: try Self.path(entry.key, at: entry.keyLocation),
                    value: try entry.value.integer(in: 1...ScenarioLimits.records)))
        }
    }

    private mutating func readSpecialFiles() throws(Diagnostic) {
        spec.mode = try entries("mode") { value throws(Diagnostic) in
            try value.choice(CommitSpec.Mode.self)
        }
        spec.symlink = try entries("symlink") { value throws(Diagnostic) in try value.string() }
        spec.gitlink = try entries("gitlink", Self.objectID)
        spec.bytes = try entries("bytes", Self.hex)
        if let node = map["blob"] {
            let map = try FieldMap(node, Vocabulary.blob)
            let path = try map.needed("path")
            spec.blob = CommitSpec.Blob(
                path: try Self.path(try path.string(), at: path.location),
                size: try map.needed("size").size(),
                seed: UInt64(try map.integer("seed", in: 0 ... .max) ?? 0))
        }
    }

    private func entries<Value>(
        _ key: String, _ read: (SourceNode) throws(Diagnostic) -> Value
    ) throws(Diagnostic) -> [CommitSpec.Entry<Value>] {
        var result: [CommitSpec.Entry<Value>] = []
        for entry in try map[key]?.entries() ?? [] {
            result.append(
                CommitSpec.Entry(
                    path: try Self.path(entry.key, at: entry.keyLocation),
                    value: try read(entry.value)))
        }
        return result
    }

    /// Refuses only what no tree can hold; awkward names are what some scenarios are about.
    private static func path(
        _ text: String, at location: ScenarioLocation
    ) throws(Diagnostic) -> String {
        let parts = (text.hasSuffix("/") ? text.dropLast() : text[...])
            .split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: \.isEmpty), !text.contains("\0") else {
            throw Diagnostic(
                "'\(text)' is no path", at: location,
                hint: "write it from the root of the tree, without a leading slash")
        }
        return text
    }

    private static func hex(_ node: SourceNode) throws(Diagnostic) -> [UInt8] {
        guard case .scalar(let text, _) = node.content else {
            throw Diagnostic("expected hex digits, found \(node.kind)", at: node.location)
        }
        let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
        guard digits.count == text.count(where: { !$0.isWhitespace }), digits.count % 2 == 0 else {
            throw Diagnostic("expected pairs of hex digits", at: node.location)
        }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }

    private static func objectID(_ node: SourceNode) throws(Diagnostic) -> String {
        guard case .scalar(let text, _) = node.content, [40, 64].contains(text.utf8.count),
            text.allSatisfy({ $0.isASCII && $0.isHexDigit })
        else {
            throw Diagnostic("a gitlink names a commit by 40 hex digits", at: node.location)
        }
        return text.lowercased()
    }

    private static func date(_ node: SourceNode) throws(Diagnostic) -> CommitSpec.Date {
        let text = try node.string()
        if let sign = text.first, sign == "+" || sign == "-" {
            guard let offset = Units.duration(String(text.dropFirst())) else {
                throw Diagnostic("'\(text)' is no offset", at: node.location, hint: "write +1h")
            }
            return .offset(offset.components.seconds * (sign == "+" ? 1 : -1))
        }
        return .absolute(try node.instant())
    }
}
