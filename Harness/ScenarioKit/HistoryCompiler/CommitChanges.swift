/// Applies what a commit's description says to its parent's files.
struct CommitChanges {
    let spec: CommitSpec
    /// The name whose record is added when nothing is said; L1 for `L1'`.
    let name: CommitName
    /// `gen` of records it generates.
    let gen: Int?

    /// Changes `state`; the order is that of `CommitSpec`'s properties.
    func apply(to state: inout CommitState, isMerge: Bool) throws(HistoryError) {
        if spec.addsItsOwnRecord {
            // A merge that is not described only joins its parents.
            if !isMerge { addOwnRecord(to: &state) }
            return
        }
        generate(in: &state)
        try removeAndMove(in: &state)
        for entry in spec.set {
            let bytes: [UInt8] =
                switch entry.value {
                case .fields(let fields): Array(TOMLText.render(fields).utf8)
                case .raw(let text): Array(text.utf8)
                }
            state.put(entry.path, .plain(.bytes(bytes)))
        }
        try patch(&state)
        for entry in spec.bytes { state.put(entry.path, .plain(.bytes(entry.value))) }
        if let blob = spec.blob { state.put(blob.path, .plain(.random(blob))) }
        for entry in spec.symlink {
            state.put(
                entry.path, TreeFile(mode: "120000", content: .bytes(Array(entry.value.utf8))))
        }
        for entry in spec.gitlink {
            state.put(entry.path, TreeFile(mode: "160000", content: .link(entry.value)))
        }
        for entry in spec.mode {
            guard var file = state.tree[entry.path], file.mode.hasPrefix("100") else {
                throw missing("mode", entry.path, state)
            }
            file.mode = entry.value.rawValue
            state.replace(entry.path, file)
        }
        if let gen = spec.stamp { stamp(gen, &state) }
    }

    private func addOwnRecord(to state: inout CommitState) {
        let slug = name.text.lowercased()
        let fields = [
            DataValue.Field(name: "name", value: .string(name.text)),
            DataValue.Field(name: "slug", value: .string(slug)),
        ]
        state.put("\(slug).toml", .plain(.bytes(Array(TOMLText.render(fields).utf8))))
    }

    private func generate(in state: inout CommitState) {
        for entry in spec.records {
            let digits = GeneratedRecord.digits(for: entry.value)
            for index in 0..<entry.value {
                let record = GeneratedRecord(index: index, digits: digits, gen: gen ?? 1)
                state.put(
                    "\(entry.path)/\(record.slug).toml", .plain(.record(record)), alone: true)
            }
        }
    }

    private func removeAndMove(in state: inout CommitState) throws(HistoryError) {
        for path in spec.delete where !state.remove(path) {
            throw missing("delete", path, state)
        }
        for entry in spec.move {
            if entry.path.hasSuffix("/") {
                let from = String(entry.path.dropLast())
                let to = entry.value.hasSuffix("/") ? String(entry.value.dropLast()) : entry.value
                let paths = state.tree.paths(below: from)
                guard !paths.isEmpty else { throw missing("move", entry.path, state) }
                let moved = paths.map { ($0, state.tree[$0]) }
                for (path, _) in moved { _ = state.remove(path) }
                for (path, file) in moved {
                    if let file { state.put(to + path.dropFirst(from.count), file) }
                }
            } else {
                guard let file = state.tree[entry.path] else {
                    throw missing("move", entry.path, state)
                }
                _ = state.remove(entry.path)
                state.put(entry.value, file)
            }
        }
    }

    private func patch(_ state: inout CommitState) throws(HistoryError) {
        for entry in spec.patch {
            guard let file = state.tree[entry.path] else {
                throw missing("patch", entry.path, state)
            }
            guard let bytes = file.text, let text = String(validating: bytes, as: UTF8.self) else {
                throw HistoryError(
                    commit: spec.name, message: "patch: '\(entry.path)' is no text file",
                    location: spec.location)
            }
            let patched = TOMLText.patch(text, entry.value)
            state.replace(
                entry.path, TreeFile(mode: file.mode, content: .bytes(Array(patched.utf8))))
        }
    }

    /// Sets `gen` in every record: every TOML text file but the sheets' declarations.
    private func stamp(_ gen: Int, _ state: inout CommitState) {
        let field = DataValue.Field(name: "gen", value: .integer(Int64(gen)))
        for path in state.tree.sortedPaths()
        where path.hasSuffix(".toml") && !path.hasPrefix(".gitsheets/") {
            guard var file = state.tree[path] else { continue }
            if case .record(var record) = file.content {
                record.gen = gen
                file.content = .record(record)
            } else if let bytes = file.text, let text = String(validating: bytes, as: UTF8.self) {
                file.content = .bytes(Array(TOMLText.patch(text, [field]).utf8))
            } else {
                continue
            }
            state.replace(path, file)
        }
    }

    private func missing(
        _ verb: String, _ path: String, _ state: CommitState
    ) -> HistoryError {
        let hint =
            EditDistance.nearest(to: path, in: state.tree.files.keys.sorted())
            .map { "; did you mean '\($0)'?" } ?? ""
        return HistoryError(
            commit: spec.name, message: "\(verb): there is no '\(path)' in its parent\(hint)",
            location: spec.location)
    }
}
