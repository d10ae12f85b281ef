/// Names and captures become values.
extension CaseRun {
    /// The id a reference names; nil for `absent`.
    func resolve(_ reference: CommitReference) async throws -> String? {
        switch reference {
        case .commit(let name):
            guard let id = world.book.ids[name] else {
                throw HarnessError.unsupported("\(name) is no drawn commit")
            }
            return id
        case .capture(let capture): return try await value(of: capture)?.scalarText
        case .next: throw HarnessError.unsupported("$next stands only in advance")
        case .absent: return nil
        }
    }

    /// What a capture holds: `status`, or a field of the answer's body under its name or the
    /// language's (`new` for `newCommit`, `conflict-branch` for `conflictBranch`).
    func value(of capture: CaptureReference) async throws -> DataValue? {
        if background.contains(where: { $0.step.as == capture.name }) {
            try await join(capture.name)
        }
        guard let answer = captures[capture.name] else {
            throw HarnessError.unsupported("nothing was captured as \(capture.name)")
        }
        guard let first = capture.path.first else { return answer.body?["commit"] }
        if first == "status" { return .integer(Int64(answer.status)) }
        if first == "etag" { return answer.headers["etag"].map(DataValue.string) }
        if first == "outcome" { return answer.outcome.map(DataValue.string) }
        var value = answer.body
        for field in capture.path {
            value = value?[Self.fieldNames[field] ?? field]
        }
        return value
    }

    /// Keeps an answer for later steps. Commits that it names and no drawing has are called by what
    /// they were captured as from now on.
    func keep(_ answer: Answer, as name: String) {
        captures[name] = answer
        for (path, field) in [([], "commit"), (["new"], "newCommit"), (["old"], "oldCommit")] {
            guard let id = answer.body?[field]?.text else { continue }
            world.book.call(id, CaptureReference(name: name, path: path))
        }
    }

    private static let fieldNames = [
        "old": "oldCommit", "new": "newCommit", "conflict-branch": "conflictBranch",
    ]

    /// Replaces `$name.field` by what was captured.
    func substitute(_ text: String) async throws -> String {
        guard text.contains("$") else { return text }
        var result = ""
        var rest = text[...]
        while let match = rest.firstMatch(of: /\$([a-z][a-z0-9-]*)((?:\.[a-zA-Z-]+)*)/) {
            result += rest[..<match.range.lowerBound]
            let path = match.output.2.split(separator: ".").map(String.init)
            let reference = CaptureReference(name: String(match.output.1), path: path)
            result += try await value(of: reference)?.scalarText ?? ""
            rest = rest[match.range.upperBound...]
        }
        return result + rest
    }

    /// True when `seen` is what a reference names; a replay is known by author, date and message.
    func matches(_ reference: CommitReference, _ seen: String?) async throws -> Bool {
        if case .commit(let name) = reference, name.isReplay, world.book.ids[name] == nil {
            guard let seen else { return false }
            return try await isReplay(seen, of: name)
        }
        return try await resolve(reference) == seen
    }

    /// True when the commit replays a drawn or captured one.
    func isReplay(_ id: String, of name: CommitName) async throws -> Bool {
        world.book.isReplay(id, of: name, signature: try await signature(of: id))
    }

    /// Author, date and message of any commit of the world.
    func signature(of id: String) async throws -> CommitBook.Signature? {
        if let known = world.book.signature(of: id) { return known }
        for path in world.repositories().values.sorted() {
            let found = try await WorldBuilder.signatures(of: [id], in: path, git: world.git)
            if let signature = found[id] {
                world.book.remember(signature, of: id)
                return signature
            }
        }
        return nil
    }

    /// What is wanted, in words.
    func describe(_ reference: CommitReference) async throws -> String {
        switch reference {
        case .commit(let name): world.book.ids[name].map { world.book.describe($0) } ?? name.text
        case .capture(let capture):
            try await describe(capture)
        case .next, .absent: reference.description
        }
    }

    private func describe(_ capture: CaptureReference) async throws -> String {
        let words = world.book.describe(try await value(of: capture)?.scalarText)
        return words.hasPrefix("\(capture) (") ? words : "\(capture) = \(words)"
    }
}

extension DataValue {
    /// The text of a scalar as messages and comparisons show it.
    package var scalarText: String? {
        switch self {
        case .string(let text): text
        case .null: nil
        default: JSONText.write(self)
        }
    }
}
