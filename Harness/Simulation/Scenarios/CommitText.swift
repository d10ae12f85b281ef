/// Commits and records in the language of scenarios.
enum CommitText {
    /// What a commit does; `before` nil: it is the first of its history.
    static func change(from before: RecordMap?, to after: RecordMap) -> String {
        var set: [(key: String, value: String)] = []
        var gone: [String] = []
        if before == nil {
            let declaration = String(decoding: RecordFile.declaration.bytes, as: UTF8.self)
            set.append((RecordFile.declaration.path, YAMLText.quoted(declaration)))
        }
        let old = before ?? [:]
        for name in Set(old.keys).union(after.keys).sorted() where old[name] != after[name] {
            let path = RecordFile.path(of: name)
            guard let record = after[name] else {
                gone.append(YAMLText.quoted(path))
                continue
            }
            // Byte for byte as it is in the simulation.
            let bytes = RecordFile.bytes(of: record, name: name)
            set.append(
                (YAMLText.quoted(path), YAMLText.quoted(String(decoding: bytes, as: UTF8.self))))
        }
        var parts: [(key: String, value: String)] = []
        if !set.isEmpty { parts.append(("set", YAMLText.map(set))) }
        if !gone.isEmpty { parts.append(("delete", "[\(gone.joined(separator: ", "))]")) }
        if parts.isEmpty { parts.append(("empty", "true")) }
        return YAMLText.map(parts)
    }

    /// What must be served: these records, and no other of the names.
    static func expected(_ records: RecordMap, beside names: Set<String>) -> String {
        YAMLText.map(
            names.sorted().map { name in
                let key = YAMLText.quoted("people/\(YAMLText.escaped(name))")
                return (key, records[name]?.fields.map(YAMLText.fields) ?? "absent")
            })
    }
}
