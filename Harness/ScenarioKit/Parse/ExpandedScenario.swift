/// A scenario file with its presets merged in and its matrix narrowed to one cell: all of it in one
/// text, as the language writes it. Comments are lost.
package enum ExpandedScenario {
    /// The text; nil when the file cannot be read.
    package static func text(of file: String, cell: [String: String]) -> String? {
        tree(of: file, cell: cell).map { "# Expanded from \(file)\n" + text(of: $0) }
    }

    /// The tree of it; nil when the file cannot be read.
    static func tree(of file: String, cell: [String: String]) -> SourceNode? {
        let problems = DiagnosticList()
        guard var node = PresetLoader().tree(of: file, problems: problems), !problems.hasErrors,
            case .mapping(let entries) = node.content
        else { return nil }
        node.content = .mapping(
            entries.filter { $0.key != "use" }.map { entry in
                var entry = entry
                if entry.key == "matrix" { entry.value = narrowed(entry.value, to: cell) }
                entry.value = selected(entry.value, in: cell)
                return entry
            })
        return node
    }

    /// A tree as the language writes it.
    static func text(of tree: SourceNode) -> String {
        lines(tree, indent: 0).joined(separator: "\n") + "\n"
    }

    private static func narrowed(_ matrix: SourceNode, to cell: [String: String]) -> SourceNode {
        guard case .mapping(let axes) = matrix.content else { return matrix }
        var narrowed = matrix
        narrowed.content = .mapping(
            axes.map { axis in
                guard case .sequence(let values) = axis.value.content, let chosen = cell[axis.key]
                else { return axis }
                var axis = axis
                axis.value.content = .sequence(
                    values.filter {
                        guard case .scalar(let text, _) = $0.content else { return false }
                        return text == chosen
                    })
                return axis
            })
        return narrowed
    }

    /// A value without the steps that `when` leaves out of the cell.
    private static func selected(_ node: SourceNode, in cell: [String: String]) -> SourceNode {
        var node = node
        switch node.content {
        case .scalar: break
        case .sequence(let items):
            node.content = .sequence(
                items.filter { isPlayed($0, in: cell) }.map { selected($0, in: cell) })
        case .mapping(let entries):
            node.content = .mapping(
                entries.map { entry in
                    var entry = entry
                    entry.value = selected(entry.value, in: cell)
                    return entry
                })
        }
        return node
    }

    private static func isPlayed(_ node: SourceNode, in cell: [String: String]) -> Bool {
        guard case .mapping(let wanted)? = node["when"]?.content else { return true }
        return wanted.allSatisfy { axis in
            guard case .scalar(let value, _) = axis.value.content else { return true }
            return cell[axis.key] == value
        }
    }

    private static func lines(key: String, _ node: SourceNode, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        let name = word(key, isKey: true)
        switch node.content {
        case .scalar(let text, .block):
            return ["\(margin)\(name): " + block(text, indent: indent + 2)]
        case .scalar(let text, let style): return ["\(margin)\(name): \(scalar(text, style))"]
        case .sequence(let items) where items.isEmpty: return ["\(margin)\(name): []"]
        case .mapping(let entries) where entries.isEmpty: return ["\(margin)\(name): {}"]
        case .sequence, .mapping:
            return ["\(margin)\(name):"] + lines(node, indent: indent + 2)
        }
    }

    private static func lines(_ node: SourceNode, indent: Int) -> [String] {
        let margin = String(repeating: " ", count: indent)
        switch node.content {
        case .scalar(let text, .block): return [margin + block(text, indent: indent + 2)]
        case .scalar(let text, let style): return [margin + scalar(text, style)]
        case .sequence(let items):
            guard !items.isEmpty else { return [margin + "[]"] }
            return items.flatMap { item -> [String] in
                let inner = lines(item, indent: indent + 2)
                return ["\(margin)- " + (inner.first?.dropFirst(indent + 2) ?? "")]
                    + inner.dropFirst()
            }
        case .mapping(let entries):
            guard !entries.isEmpty else { return [margin + "{}"] }
            return entries.flatMap { lines(key: $0.key, $0.value, indent: indent) }
        }
    }

    /// A literal block; its lines keep their own blanks.
    private static func block(_ text: String, indent: Int) -> String {
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
        let margin = String(repeating: " ", count: indent)
        guard let first = rows.first, !first.hasPrefix(" "), !first.isEmpty,
            !text.hasSuffix("\n\n"), rows.allSatisfy({ $0.unicodeScalars.allSatisfy(isPlain) })
        else { return JSONText.quote(text) }
        let body = text.hasSuffix("\n") ? rows.dropLast() : rows[...]
        let shown = body.map { $0.isEmpty ? "" : margin + $0 }
        return ([text.hasSuffix("\n") ? "|" : "|-"] + shown).joined(separator: "\n")
    }

    private static func scalar(_ text: String, _ style: SourceNode.Style) -> String {
        style == .plain ? word(text, isKey: false) : JSONText.quote(text)
    }

    /// A word as it is where it stays itself, quoted otherwise. A plain word of the file is fine as
    /// a value; only a line break cannot be told from what folds it.
    private static func word(_ text: String, isKey: Bool) -> String {
        let isSafe = text.allSatisfy {
            $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0))
        }
        if isKey {
            let isBoolean = ["on", "off", "yes", "no", "y", "n"].contains(text.lowercased())
            return isSafe && !text.isEmpty && text.first != "-" && !isBoolean
                ? text : JSONText.quote(text)
        }
        return text.unicodeScalars.allSatisfy(isPlain) ? text : JSONText.quote(text)
    }

    /// False for what ends a line to YAML, or may stand in its files only as an escape.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD,
            0x10000...0x10FFFF:
            true
        default: false
        }
    }
}
