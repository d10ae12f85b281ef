/// Draws a history left to right, so that `GraphParser` reads the same history back.
package struct GraphDrawing: Sendable, CustomStringConvertible {
    /// The rows; the first begins in column 0.
    package let rows: [String]

    /// Draws branches below the commit they leave. Where that would cross something else, each
    /// branch has a row of its own that repeats the commit it leaves.
    package init(_ graph: CommitGraph) {
        let chains = GraphChains(graph)
        if let drawn = Canvas.draw(chains), Self.says(drawn, graph) {
            rows = drawn
        } else {
            rows = Self.plain(chains)
        }
    }

    package var description: String { rows.joined(separator: "\n") }

    /// Whether rows are read back as the history meant.
    private static func says(_ rows: [String], _ graph: CommitGraph) -> Bool {
        let place = ScenarioLocation(file: "", line: 1, column: 1)
        let node = SourceNode(
            content: .scalar(rows.joined(separator: "\n"), .block), location: place)
        guard let read = try? GraphParser.parse(node) else { return false }
        let wanted = graph.parents.mapValues { $0.sorted() }
        return read.parents == wanted
            && Set(read.refs.map { "\($0.ref) \($0.commit)" })
                == Set(graph.refs.map { "\($0.ref) \($0.commit)" })
    }

    /// One row a chain, each behind the commit it leaves.
    private static func plain(_ chains: GraphChains) -> [String] {
        var rows: [String] = []
        for chain in chains.all {
            let words = chains.words(of: chain).map(\.text)
            rows.append(((chain.from.map { [$0.text] } ?? []) + words).joined(separator: "---"))
        }
        rows += chains.joins.map { "\($0.parent)---\($0.child)" }
        return rows + chains.refRows(of: Array(chains.refs.keys))
    }
}

/// The grid a history is drawn on.
private struct Canvas {
    private var cells: [[Character]] = []
    private var spots: [CommitName: (row: Int, end: Int)] = [:]

    /// Draws chains, or nothing when two would touch.
    static func draw(_ chains: GraphChains) -> [String]? {
        var canvas = Canvas()
        for chain in chains.all where chain.from == nil {
            guard canvas.draw(chain, row: canvas.cells.count, column: 0, of: chains) else {
                return nil
            }
        }
        guard chains.joins.isEmpty else { return nil }
        var rows = canvas.cells.map { row in
            String(String(row).reversed().drop { $0 == " " }.reversed())
        }
        var shown: Set<CommitName> = []
        for tip in chains.tips {
            guard let spot = canvas.spots[tip], let words = chains.refs[tip] else { continue }
            rows[spot.row] += "   " + words.joined(separator: " ")
            shown.insert(tip)
        }
        return rows + chains.refRows(of: chains.refs.keys.filter { !shown.contains($0) })
    }

    /// Draws a chain and, from its end to its beginning, what leaves it.
    private mutating func draw(
        _ chain: GraphChains.Chain, row: Int, column: Int, of chains: GraphChains
    ) -> Bool {
        var column = column
        for (index, word) in chains.words(of: chain).enumerated() {
            for character in (index == 0 ? "" : "---") + word.text {
                guard put(character, row, column) else { return false }
                column += 1
            }
            spots[word.last] = (row, column - 1)
        }
        for name in chain.commits.reversed() {
            for branch in chains.leaving(name) {
                guard let spot = spots[name] else { return false }
                let target = cells.count + 1
                for step in 1..<(target - row) {
                    guard put("\\", row + step, spot.end + step) else { return false }
                }
                guard
                    draw(branch, row: target, column: spot.end + target - row, of: chains)
                else { return false }
            }
        }
        return true
    }

    private mutating func put(_ character: Character, _ row: Int, _ column: Int) -> Bool {
        while cells.count <= row { cells.append([]) }
        while cells[row].count <= column { cells[row].append(" ") }
        guard cells[row][column] == " " else { return false }
        cells[row][column] = character
        return true
    }
}
