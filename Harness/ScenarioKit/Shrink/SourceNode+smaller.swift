import Foundation

/// What can be left out of a scenario.
extension SourceNode {
    /// Sections and keys without which a scenario means something else.
    private static let kept: Set<String> = [
        "scenario", "title", "why", "within", "background", "timeout", "level",
    ]

    /// Every list and map, outer ones first, each as the paths of what is in it.
    func groups(at path: TreePath = TreePath()) -> [[TreePath]] {
        switch content {
        case .scalar: return []
        case .sequence(let items):
            let own = items.indices.map { path / $0 }
            return [own] + zip(own, items).flatMap { $1.groups(at: $0) }
        case .mapping(let entries):
            let own = entries.filter { !Self.kept.contains($0.key) }.map { path / $0.key }
            return [own] + entries.flatMap { $0.value.groups(at: path / $0.key) }
        }
    }

    /// The tree with one number lowered, for each number that nothing expects.
    func withLowerNumbers() -> [SourceNode] {
        numbers(at: TreePath()).flatMap { path, number in
            [0, 1, number / 2].filter { $0 < number }.compactMap { lower in
                var value = self[path]
                value?.content = .scalar(String(lower), .plain)
                return replacing(path.ways, by: value)
            }
        }
    }

    private func numbers(at path: TreePath) -> [(TreePath, Int)] {
        guard !path.passes("expect") else { return [] }
        switch content {
        case .scalar(let text, .plain): return Int(text).map { [(path, $0)] } ?? []
        case .scalar: return []
        case .sequence(let items):
            return items.indices.flatMap { items[$0].numbers(at: path / $0) }
        case .mapping(let entries):
            return entries.flatMap { $0.value.numbers(at: path / $0.key) }
        }
    }

    // MARK: The drawing

    /// The tree with less drawn: without a row, without the last commit of a row, without a ref.
    func withLessDrawn() -> [SourceNode] {
        let path = TreePath() / "history" / "graph"
        guard case .scalar(let text, let style)? = self[path]?.content else { return [] }
        let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var drawings: [[String]] = []
        for (index, row) in rows.enumerated() where !row.isEmpty {
            drawings.append(rows.enumerated().filter { $0.offset != index }.map(\.element))
            for shorter in Self.shorter(row) {
                var rows = rows
                rows[index] = shorter
                drawings.append(rows)
            }
        }
        return drawings.compactMap { drawing in
            var graph = self[path]
            graph?.content = .scalar(drawing.joined(separator: "\n"), style)
            return replacing(path.ways, by: graph)?.withoutUndrawnCommits()
        }
    }

    /// A row without its last commit, and without each of its refs.
    private static func shorter(_ row: String) -> [String] {
        var rows: [String] = []
        if let last = row.range(of: "---", options: .backwards) {
            rows.append(String(row[..<last.lowerBound]))
        }
        for word in row.split(separator: " ") where word.contains(":") {
            rows.append(String(row[..<word.startIndex] + row[word.endIndex...]))
        }
        // A file in canonical form has no blanks at the ends of lines.
        return rows.map { $0.trimmingSuffix { $0 == " " } }
    }

    /// The tree without contents of commits that are drawn no more.
    private func withoutUndrawnCommits() -> SourceNode {
        let commits = TreePath() / "history" / "commits"
        guard case .scalar(let drawing, _)? = self[TreePath() / "history" / "graph"]?.content,
            case .mapping(let entries)? = self[commits]?.content
        else { return self }
        let drawn = Set(
            drawing.split { !($0.isLetter || $0.isNumber || "_'.".contains($0)) }.map(String.init))
        return without(entries.filter { !drawn.contains($0.key) }.map { commits / $0.key })
    }
}
