/// Reads a left-to-right drawing of commits, as in git's man pages and drawdag.
///
/// `A---B` makes B a child of A; `\` leads from a commit down to its child, `/` up to its child;
/// `A..F` is a chain; two or more spaces after a tip begin the refs that start there.
struct GraphParser {
    /// A commit's name as drawn at one place.
    struct Spot {
        let name: CommitName
        let row: Int
        let columns: ClosedRange<Int>
    }

    private let node: SourceNode
    private let rows: [[Character]]
    private var graph = CommitGraph()
    private var spots: [[Spot]] = []
    private var edges: [(row: Int, column: Int)] = []

    /// Reads the drawing in `node`; places in errors are places in its file.
    static func parse(_ node: SourceNode) throws(Diagnostic) -> CommitGraph {
        var parser = try GraphParser(node)
        for row in parser.rows.indices { try parser.scan(row) }
        try parser.connect()
        return parser.graph
    }

    private init(_ node: SourceNode) throws(Diagnostic) {
        self.node = node
        let text = try node.string()
        rows = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { row in Array(row.reversed().drop { $0 == " " }.reversed()) }
        guard rows.count <= ScenarioLimits.graphRows,
            rows.allSatisfy({ $0.count <= ScenarioLimits.graphColumns })
        else { throw Diagnostic("the drawing is too large", at: node.location) }
    }

    private func place(_ row: Int, _ column: Int, length: Int = 1) -> ScenarioLocation {
        let start = node.location
        guard case .scalar(_, .block) = node.content else { return start }
        return ScenarioLocation(
            file: start.file, line: start.line + 1 + row, column: column + node.indent + 1,
            length: length)
    }

    private func character(_ row: Int, _ column: Int) -> Character {
        guard rows.indices.contains(row), rows[row].indices.contains(column) else { return " " }
        return rows[row][column]
    }

    // MARK: Scanning one row

    private mutating func scan(_ row: Int) throws(Diagnostic) {
        let line = rows[row]
        var found: [Spot] = []
        var column = 0
        while column < line.count {
            switch line[column] {
            case " ": column += 1
            case "-", "\\", "/":
                edges.append((row, column))
                column += 1
            case let letter where letter.isASCII && letter.isUppercase:
                column = try scanName(row, column, into: &found)
            case let letter where letter.isASCII && letter.isLowercase:
                try scanRefs(row, column, tip: found.last)
                column = line.count
            default:
                throw Diagnostic(
                    "'\(line[column])' cannot be drawn", at: place(row, column),
                    hint: "a graph is made of names, -, \\, / and ranges such as A..F")
            }
        }
        spots.append(found)
    }

    /// Reads a name or a range; returns the column after it.
    private mutating func scanName(
        _ row: Int, _ start: Int, into found: inout [Spot]
    ) throws(Diagnostic) -> Int {
        let first = try name(row, start)
        graph.add(first.name, at: place(row, start, length: first.columns.count))
        found.append(first)
        let end = first.columns.upperBound + 1
        guard character(row, end) == ".", character(row, end + 1) == "." else { return end }
        guard character(row, end + 2).isASCII, character(row, end + 2).isUppercase else {
            throw Diagnostic(
                "a range needs a name after '..'", at: place(row, end, length: 2),
                hint: "write A..F or C1..C100")
        }
        let last = try name(row, end + 2)
        let whole = place(row, start, length: last.columns.upperBound - start + 1)
        let names = try Self.range(first.name, last.name, at: whole)
        for (parent, child) in zip(names, names.dropFirst()) {
            graph.add(child, at: whole)
            link(parent, child)
        }
        found.append(
            Spot(name: last.name, row: row, columns: end...last.columns.upperBound))
        return last.columns.upperBound + 1
    }

    private func name(_ row: Int, _ start: Int) throws(Diagnostic) -> Spot {
        var end = start
        while character(row, end).isASCII,
            character(row, end).isLetter || character(row, end).isNumber
        {
            end += 1
        }
        if character(row, end) == "'" { end += 1 }
        guard let name = CommitName(String(rows[row][start..<end])) else {
            throw Diagnostic(
                "'\(String(rows[row][start..<end]))' is no commit name",
                at: place(row, start, length: end - start),
                hint: "a capital, then up to seven letters or digits, such as L1")
        }
        return Spot(name: name, row: row, columns: start...(end - 1))
    }

    private mutating func scanRefs(
        _ row: Int, _ column: Int, tip: Spot?
    ) throws(Diagnostic) {
        let text = String(rows[row][column...])
        guard let tip else {
            throw Diagnostic(
                "refs need a commit before them", at: place(row, column, length: text.count))
        }
        let between = rows[row][(tip.columns.upperBound + 1)..<column]
        guard between.count >= 2, between.allSatisfy({ $0 == " " }) else {
            throw Diagnostic(
                "two or more spaces begin the refs of a tip",
                at: place(row, column, length: text.count))
        }
        var offset = column
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            if !word.isEmpty {
                let here = place(row, offset, length: word.count)
                let ref = try SourceNode.actorRef(String(word), at: here)
                try graph.start(ref, at: tip.name, location: here)
            }
            offset += word.count + 1
        }
    }

    private mutating func link(_ parent: CommitName, _ child: CommitName) {
        guard !graph.parents[child, default: []].contains(parent) else { return }
        graph.parents[child, default: []].append(parent)
    }

    // MARK: Connecting

    private mutating func connect() throws(Diagnostic) {
        for edge in edges where isEnd(edge.row, edge.column) {
            let parent = try end(edge.row, edge.column, towards: -1)
            let child = try end(edge.row, edge.column, towards: 1)
            guard parent != child else {
                throw Diagnostic(
                    "\(parent) would be its own parent", at: place(edge.row, edge.column))
            }
            link(parent, child)
        }
        for name in graph.commits { graph.parents[name]?.sort() }
    }

    /// Whether a line begins or ends here. Both are followed, so that no fork is overlooked.
    private func isEnd(_ row: Int, _ column: Int) -> Bool {
        for side in [-1, 1] {
            guard case .edge = neighbour(row, column, towards: side) else { return true }
        }
        return false
    }

    private enum Neighbour {
        case spot(Spot)
        case edge(row: Int, column: Int)
        case nothing
    }

    /// What a piece of line touches on its left (-1, older) or right (1, younger) end.
    private func neighbour(_ row: Int, _ column: Int, towards side: Int) -> Neighbour {
        let slope =
            switch character(row, column) {
            case "\\": side
            case "/": -side
            default: 0
            }
        let next = column + side
        if let spot = spot(row + slope, next) { return .spot(spot) }
        let straight = character(row, column)
        if character(row + slope, next) == straight {
            return .edge(row: row + slope, column: next)
        }
        // A bend: a slope that runs into the end of a level line, or the other way round.
        if slope != 0, character(row + slope, next) == "-",
            character(row + slope, next - side) != "-", spot(row + slope, next - side) == nil
        {
            return .edge(row: row + slope, column: next)
        }
        if slope == 0, character(row, next) != "-" {
            let below = side == 1 ? "\\" : "/"
            let above = side == 1 ? "/" : "\\"
            if character(row + 1, next) == Character(below) {
                return .edge(row: row + 1, column: next)
            }
            if character(row - 1, next) == Character(above) {
                return .edge(row: row - 1, column: next)
            }
        }
        return .nothing
    }

    private func spot(_ row: Int, _ column: Int) -> Spot? {
        guard spots.indices.contains(row) else { return nil }
        return spots[row].first { $0.columns.contains(column) }
    }

    /// Follows the line to the commit at its end.
    private func end(
        _ row: Int, _ column: Int, towards side: Int
    ) throws(Diagnostic) -> CommitName {
        var here = (row: row, column: column)
        for _ in 0...edges.count {
            switch neighbour(here.row, here.column, towards: side) {
            case .spot(let spot): return spot.name
            case .edge(let row, let column): here = (row, column)
            case .nothing:
                let end = side == 1 ? "right" : "left"
                throw Diagnostic(
                    "this line touches no commit on its \(end)",
                    at: place(here.row, here.column),
                    hint: "'\\' goes down to the right and '/' up to the right, one column a row")
            }
        }
        throw Diagnostic("this line goes round in a circle", at: place(row, column))
    }

    // MARK: Ranges

    /// The names from `first` to `last`: `A..F` or `C1..C100`.
    static func range(
        _ first: CommitName, _ last: CommitName, at place: ScenarioLocation
    ) throws(Diagnostic) -> [CommitName] {
        let wrong = Diagnostic(
            "'\(first)..\(last)' is no range", at: place,
            hint: "write A..F or C1..C100, the smaller name first")
        if first.text.count == 1, last.text.count == 1,
            let from = first.text.unicodeScalars.first?.value,
            let to = last.text.unicodeScalars.first?.value, from < to
        {
            return (from...to).compactMap { value in
                Unicode.Scalar(value).flatMap { CommitName(String(Character($0))) }
            }
        }
        let prefix = first.text.prefix { !$0.isNumber }
        guard last.text.hasPrefix(prefix),
            let from = Int(first.text.dropFirst(prefix.count)),
            let to = Int(last.text.dropFirst(prefix.count)), from < to,
            first.text == "\(prefix)\(from)", last.text == "\(prefix)\(to)"
        else { throw wrong }
        guard to - from < ScenarioLimits.commits else {
            throw Diagnostic(
                "the range has more than \(ScenarioLimits.commits) commits", at: place)
        }
        return (from...to).compactMap { CommitName("\(prefix)\($0)") }
    }
}
