import Yams

/// Reads YAML text into nodes with places, and refuses what the language leaves out of YAML: tags,
/// anchors, aliases, several documents, and bare words that YAML 1.1 takes for booleans.
struct YAMLSource {
    let file: String
    let lines: [String]

    /// Splits the text; nothing is parsed yet.
    init(file: String, text: String) {
        self.file = file
        // "\r\n" is one Character in Swift, so that splitting has to look at scalars.
        lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0.last == "\r" ? $0.dropLast() : $0) }
    }

    /// Parses the text as one document.
    static func read(file: String, text: String) throws(Diagnostic) -> SourceNode {
        let source = YAMLSource(file: file, text: text)
        let root: Node?
        do {
            root = try Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot()
        } catch let error as YamlError {
            throw source.diagnostic(error)
        } catch {
            throw Diagnostic("unreadable: \(error)", at: source.place(1, 1))
        }
        guard let root else { throw Diagnostic("the file is empty", at: source.place(1, 1)) }
        return try source.convert(root, depth: 0)
    }

    /// A place of this file.
    func place(_ line: Int, _ column: Int, length: Int = 1) -> ScenarioLocation {
        ScenarioLocation(
            file: file, line: max(1, line), column: max(1, column), length: length)
    }

    private func convert(_ node: Node, depth: Int) throws(Diagnostic) -> SourceNode {
        let here = place(node.mark?.line ?? 1, node.mark?.column ?? 1)
        guard depth <= ScenarioLimits.depth else {
            throw Diagnostic("nested more than \(ScenarioLimits.depth) deep", at: here)
        }
        try refuseTagsAndAnchors(at: here)
        switch node {
        case .scalar(let scalar): return try convert(scalar, at: here)
        case .sequence(let sequence):
            var items: [SourceNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            return SourceNode(content: .sequence(items), location: here)
        case .mapping(let mapping):
            return SourceNode(
                content: .mapping(try convert(mapping, depth: depth)), location: here)
        case .alias: throw Diagnostic("YAML aliases are not allowed", at: here)
        }
    }

    private func convert(
        _ mapping: Node.Mapping, depth: Int
    ) throws(Diagnostic) -> [SourceNode.Entry] {
        var entries: [SourceNode.Entry] = []
        var seen: Set<String> = []
        for (key, value) in mapping {
            let keyNode = try convert(key, depth: depth + 1)
            guard case .scalar(let name, let style) = keyNode.content else {
                throw Diagnostic("a key must be one word", at: keyNode.location)
            }
            guard !(name == "<<" && style == .plain) else {
                throw Diagnostic("YAML merge keys are not allowed", at: keyNode.location)
            }
            guard seen.insert(name).inserted else {
                throw Diagnostic("duplicate key '\(name)'", at: keyNode.location)
            }
            entries.append(
                SourceNode.Entry(
                    key: name, keyLocation: keyNode.location,
                    value: try convert(value, depth: depth + 1)))
        }
        return entries
    }

    private func convert(
        _ scalar: Node.Scalar, at mark: ScenarioLocation
    ) throws(Diagnostic) -> SourceNode {
        let text = scalar.string
        let style: SourceNode.Style =
            switch scalar.style {
            case .plain, .any: .plain
            case .singleQuoted, .doubleQuoted: .quoted
            case .literal, .folded: .block
            }
        let width: Int
        switch style {
        case .plain: width = text.contains("\n") ? 1 : text.unicodeScalars.count
        case .quoted: width = quotedWidth(mark)
        case .block: width = 1
        }
        let here = place(mark.line, mark.column, length: width)
        if style == .plain,
            ["on", "off", "yes", "no", "y", "n"].contains(text.lowercased())
        {
            throw Diagnostic(
                "bare '\(text)' is a boolean in YAML 1.1", at: here,
                hint: "quote it, or write true or false")
        }
        var node = SourceNode(content: .scalar(text, style), location: here)
        if scalar.style == .literal { node.indent = indent(ofBlockAt: mark.line, text: text) }
        return node
    }

    /// An implicit node never begins with one of these characters in the file.
    private func refuseTagsAndAnchors(at mark: ScenarioLocation) throws(Diagnostic) {
        guard lines.indices.contains(mark.line - 1) else { return }
        let line = lines[mark.line - 1].unicodeScalars
        guard let first = line.dropFirst(mark.column - 1).first else { return }
        switch first {
        case "!": throw Diagnostic("YAML tags are not allowed", at: mark)
        case "&": throw Diagnostic("YAML anchors are not allowed", at: mark)
        case "*": throw Diagnostic("YAML aliases are not allowed", at: mark)
        default: return
        }
    }

    private func quotedWidth(_ mark: ScenarioLocation) -> Int {
        guard lines.indices.contains(mark.line - 1) else { return 1 }
        let rest = Array(lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1))
        guard let quote = rest.first else { return 1 }
        var index = 1
        while index < rest.count {
            if quote == "\"", rest[index] == "\\" {
                index += 2
                continue
            }
            if rest[index] == quote { return index + 1 }
            index += 1
        }
        return rest.count
    }

    private func indent(ofBlockAt line: Int, text: String) -> Int {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (offset, row) in rows.enumerated() where !row.isEmpty {
            guard lines.indices.contains(line + offset) else { break }
            return max(0, lines[line + offset].count - row.count)
        }
        return 0
    }

    private func hint(
        for problem: String, at line: Int, since context: YamlError.Context?
    ) -> String? {
        if lines.indices.contains(line - 1), lines[line - 1].contains("\t") {
            return "indent with spaces, not with a tab"
        }
        if let context, context.text.contains("flow") {
            return "it begins at line \(context.mark.line), column \(context.mark.column)"
        }
        return problem.contains("did not find expected key") ? "check the indentation above" : nil
    }

    /// Where a key stands again: below its first place in a block, else further on in its line.
    private func second(_ key: String, from first: ScenarioLocation) -> ScenarioLocation {
        let length = key.unicodeScalars.count
        let here = place(first.line, first.column, length: length)
        guard lines.indices.contains(first.line - 1) else { return here }
        let margin = String(repeating: " ", count: first.column - 1)
        for number in first.line..<lines.count where lines[number].hasPrefix("\(margin)\(key):") {
            return place(number + 1, first.column, length: length)
        }
        let line = Array(lines[first.line - 1].unicodeScalars)
        let wanted = Array("\(key):".unicodeScalars)
        for column in first.column..<max(first.column, line.count - length)
        where Array(line[column...].prefix(wanted.count)) == wanted && line[column - 1] == " " {
            return place(first.line, column + 1, length: length)
        }
        return here
    }

    private func diagnostic(_ error: YamlError) -> Diagnostic {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _):
            let text = context.map { "\($0.text): \(problem)" } ?? problem
            // What was never closed is found at the end, but mended where it begins.
            let isOpen = problem.contains("end of stream")
            let mark = isOpen ? context?.mark ?? mark : mark
            return Diagnostic(
                "not YAML: \(text)", at: place(mark.line, mark.column),
                hint: hint(for: problem, at: mark.line, since: context))
        case .composer(_, let problem, let mark, _):
            let alias = problem.contains("undefined alias")
            let text = alias ? "YAML aliases are not allowed" : "not YAML: \(problem)"
            return Diagnostic(text, at: place(mark.line, mark.column))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            return Diagnostic(
                "duplicate key '\(key)'",
                at: second(key, from: place(context.mark.line, context.mark.column)))
        case .reader(let problem, let offset, _, _):
            let before = lines.joined(separator: "\n").prefix(offset ?? 0)
            let line = before.count { $0 == "\n" } + 1
            return Diagnostic("not YAML: \(problem)", at: place(line, 1))
        default:
            return Diagnostic("not YAML: \(error)", at: place(1, 1))
        }
    }
}
