/// Draws a history as SVG: commits by name, branches under the commit they point to.
struct HistoryDrawing {
    /// The most columns that are drawn; of a longer history the end.
    private static let columns = 40
    private static let radius = 15

    let layout: GraphLayout
    let colours: CommitColours

    init(_ picture: HistoryPicture, colours: CommitColours) {
        layout = GraphLayout(picture, ghosts: true)
        self.colours = colours
    }

    var markup: String {
        let most = layout.places.map(\.column).max() ?? 0
        let shown = layout.places.filter { $0.column > most - Self.columns }
        guard let left = shown.map(\.column).min() else {
            return "<p class=\"quiet\">no commits</p>"
        }
        let lefts = starts(of: shown, from: left)
        let tops = tops(of: shown)
        let width = (lefts.values.max() ?? 0) + 20
        let height = (tops.values.max() ?? 0) + 20
        func middle(_ place: GraphLayout.Place) -> (x: Int, y: Int) {
            ((lefts[place.column] ?? 0) + Self.radius + 4, (tops[place.row] ?? 0) + Self.radius + 4)
        }
        var markup = ""
        for place in shown {
            let to = middle(place)
            for parent in place.parents.compactMap({ layout.place(of: $0) })
            where parent.column >= left {
                let from = middle(parent)
                let ghost = place.isReachable ? "" : " ghost"
                markup +=
                    "<path class=\"edge\(ghost)\" d=\"M\(from.x) \(from.y)C\(from.x + 30) \(to.y) "
                    + "\(from.x + 20) \(to.y) \(to.x) \(to.y)\"/>"
            }
        }
        for place in shown { markup += node(place, at: middle(place)) }
        return "<svg class=\"graph\" role=\"img\" aria-label=\"commit graph\" width=\"\(width)\" "
            + "height=\"\(height)\">\(markup)</svg>"
    }

    private func node(_ place: GraphLayout.Place, at middle: (x: Int, y: Int)) -> String {
        let ghost = place.isReachable ? "" : " ghost"
        let name = HTMLText.escape(place.name)
        let size = place.name.count > 4 ? " small" : ""
        let half = max(Self.radius, place.name.count * 4 + 6)
        var markup =
            "<g><title>\(name) \(place.id)</title><rect class=\"node "
            + "\(colours.kind(place.id))\(ghost)\" x=\"\(middle.x - half)\" "
            + "y=\"\(middle.y - Self.radius)\" width=\"\(half * 2)\" height=\"\(Self.radius * 2)\" "
            + "rx=\"\(Self.radius)\"/><text class=\"name\(size)\(ghost)\" x=\"\(middle.x)\" "
            + "y=\"\(middle.y + 4)\">\(name)</text></g>"
        for (index, label) in Self.labels(place).enumerated() {
            markup +=
                "<text class=\"ref\" x=\"\(middle.x - half + 2)\" "
                + "y=\"\(middle.y + Self.radius + 13 + index * 14)\">"
                + "\(HTMLText.escape(label))</text>"
        }
        return markup
    }

    /// Branches, `origin` and `local` on one line where both agree.
    private static func labels(_ place: GraphLayout.Place) -> [String] {
        var actors: [String: [String]] = [:]
        let refs = place.refs.filter { $0.isBranch || $0.name.hasPrefix("refs/tags/") }
        for ref in refs { actors[ref.short, default: []].append(ref.actor) }
        let names = actors.keys.sorted().map { name in
            "\(HTMLText.cut(name, at: 34)): \(actors[name, default: []].joined(separator: " "))"
        }
        return names.count > 6 ? names.prefix(6) + ["… \(names.count - 6) more"] : names
    }

    /// Where each column begins: wide enough for the labels in it.
    private func starts(of places: [GraphLayout.Place], from left: Int) -> [Int: Int] {
        var widths: [Int: Int] = [:]
        for place in places {
            let longest = Self.labels(place).map(\.count).max() ?? 0
            let own = max(64, longest * 7 + 14, place.name.count * 8 + 26)
            widths[place.column] = max(widths[place.column] ?? 0, own)
        }
        var starts: [Int: Int] = [:]
        var x = 0
        let last = places.map(\.column).max() ?? left
        for column in left...(last + 1) {
            starts[column] = x
            x += widths[column] ?? 0
        }
        return starts
    }

    private func tops(of places: [GraphLayout.Place]) -> [Int: Int] {
        var heights: [Int: Int] = [:]
        for place in places {
            let own = 42 + Self.labels(place).count * 14
            heights[place.row] = max(heights[place.row] ?? 0, own)
        }
        var tops: [Int: Int] = [:]
        var y = 0
        for row in heights.keys.sorted() {
            tops[row] = y
            y += heights[row] ?? 0
        }
        tops[(heights.keys.max() ?? 0) + 1] = y
        return tops
    }
}
