/// A history drawn with letters, as scenario files draw it.
package enum GraphText {
    /// The most lines and commits a line that are drawn.
    private static let rows = 12
    private static let columns = 24

    /// One line for each chain of commits that refs lead to, branches below the line they leave.
    package static func lines(_ picture: HistoryPicture) -> [String] {
        let layout = GraphLayout(picture, ghosts: false)
        var rows: [Int: [GraphLayout.Place]] = [:]
        for place in layout.places { rows[place.row, default: []].append(place) }
        var lines: [String] = []
        for row in rows.keys.sorted().prefix(Self.rows) {
            lines += line(rows[row] ?? [], in: layout)
        }
        if rows.count > Self.rows { lines.append("… and \(rows.count - Self.rows) more") }
        return lines
    }

    private static func line(_ row: [GraphLayout.Place], in layout: GraphLayout) -> [String] {
        let chain = row.sorted { $0.column < $1.column }
        let shown = chain.count > columns ? Array(chain.suffix(columns)) : chain
        let names = shown.map(\.name).joined(separator: "---")
        let cut = shown.count < chain.count ? "…---" : ""
        let refs = shown.flatMap(\.refs).filter(\.isBranch).map { "\($0.actor):\($0.short)" }
        let from =
            shown.first.flatMap { first in
                first.parents.first.flatMap { layout.place(of: $0) }
            }.map { $0.row == shown[0].row ? "" : "\($0.name)---" } ?? ""
        return ["\(from)\(cut)\(names)   \(refs.joined(separator: " "))"]
    }
}
