/// Draws a history as SVG: commits by name, branches under the commit they point to.
struct HistoryDrawing {
    /// The most columns that are drawn; of a longer history the end.
    private static let columns = 40
    private static let radius = 15

    let layout: GraphLayout
    let colours: CommitColours
    /// Where refs were before; nil in the picture of what was before.
    private let earlier: HistoryPicture?
    /// Commits that a ref pointed to at some time.
    private let seen: Set<String>
    private let gone: [HistoryPicture.Ref]

    /// - Parameters:
    ///   - earlier: the picture to tell changes from; nil for none.
    ///   - seen: commits that a ref pointed to at some time.
    init(
        _ picture: HistoryPicture, colours: CommitColours, since earlier: HistoryPicture? = nil,
        seen: Set<String> = []
    ) {
        layout = GraphLayout(picture, ghosts: true)
        self.colours = colours
        self.earlier = earlier
        self.seen = seen
        gone = (earlier?.refs ?? []).filter { old in
            Self.isShown(old)
                && !picture.refs.contains { $0.actor == old.actor && $0.name == old.name }
        }
    }

    var markup: String {
        let most = layout.places.map(\.column).max() ?? 0
        let shown = layout.places.filter { $0.column > most - Self.columns }
        guard let left = shown.map(\.column).min() else {
            return "<p class=\"quiet\">no commits</p>"
        }
        let lefts = starts(of: shown, from: left)
        let middles = middles(of: shown)
        let width = (lefts.values.max() ?? 0) + 20
        let height = (middles.values.max() ?? 0) + Self.radius + 8
        func middle(_ place: GraphLayout.Place) -> (x: Int, y: Int) {
            ((lefts[place.column] ?? 0) + Self.radius + 4, middles[place.row] ?? 0)
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
            + "height=\"\(height)\">\(markup)</svg>\(removed)"
    }

    /// Refs that are no more.
    private var removed: String {
        gone.isEmpty
            ? ""
            : "<p class=\"wrong\">removed: "
                + HTMLText.escape(
                    gone.map { "\($0.short) of \($0.actor) (was \(name($0.commit)))" }
                        .joined(separator: ", ")) + "</p>"
    }

    private func name(_ id: String) -> String { earlier?.name(of: id) ?? String(id.prefix(7)) }

    private static func isShown(_ ref: HistoryPicture.Ref) -> Bool {
        ref.isBranch || ref.name.hasPrefix("refs/tags/")
    }

    private func node(_ place: GraphLayout.Place, at middle: (x: Int, y: Int)) -> String {
        let isLost = earlier != nil && !place.isReachable && seen.contains(place.id)
        let ghost = place.isReachable ? "" : isLost ? " ghost lost" : " ghost"
        let name = HTMLText.escape(place.name)
        let told = isLost ? ": was on a branch, and no branch or tag leads to it any more" : ""
        let size = place.name.count > 4 ? " small" : ""
        let half = Self.half(place)
        var markup =
            "<g><title>\(name) \(place.id)\(told)</title><rect class=\"node "
            + "\(colours.kind(place.id))\(ghost)\" x=\"\(middle.x - half)\" "
            + "y=\"\(middle.y - Self.radius)\" width=\"\(half * 2)\" height=\"\(Self.radius * 2)\" "
            + "rx=\"\(Self.radius)\"/><text class=\"name\(size)\(ghost)\" x=\"\(middle.x)\" "
            + "y=\"\(middle.y + 4)\">\(name)</text></g>"
        for (index, label) in labels(place).reversed().enumerated() {
            markup +=
                "<text class=\"ref\(label.isChanged ? " moved" : "")\" "
                + "x=\"\(middle.x - half + 2)\" "
                + "y=\"\(middle.y - Self.radius - 6 - index * 15)\">"
                + "\(HTMLText.escape(label.text))</text>"
        }
        return markup
    }

    private static func half(_ place: GraphLayout.Place) -> Int {
        max(radius, place.name.count * 4 + 6)
    }

    /// Branches and tags, those of several repositories on one line where they agree, with where
    /// each was before.
    private func labels(_ place: GraphLayout.Place) -> [(text: String, isChanged: Bool)] {
        var actors: [String: [String]] = [:]
        for ref in place.refs where Self.isShown(ref) {
            let name = HTMLText.cut(ref.short, at: 40)
            actors["\(name)\n\(change(of: ref) ?? "")", default: []].append(ref.actor)
        }
        let labels = actors.keys.sorted().map { key in
            let parts = key.split(separator: "\n", omittingEmptySubsequences: false)
            let own = actors[key, default: []].joined(separator: ", ")
            let change = parts[1].isEmpty ? "" : " (\(parts[1]))"
            return (text: "\(parts[0]) of \(own)\(change)", isChanged: !parts[1].isEmpty)
        }
        guard labels.count > 6 else { return labels }
        return labels.prefix(6) + [("… \(labels.count - 6) more", false)]
    }

    /// `was A`, `new`, or nil when it is where it was.
    private func change(of ref: HistoryPicture.Ref) -> String? {
        guard let earlier else { return nil }
        let old = earlier.refs.first { $0.actor == ref.actor && $0.name == ref.name }
        guard let old else { return "new" }
        return old.commit == ref.commit ? nil : "was \(name(old.commit))"
    }

    /// Where each column begins: wide enough for the labels in it.
    private func starts(of places: [GraphLayout.Place], from left: Int) -> [Int: Int] {
        var widths: [Int: Int] = [:]
        for place in places {
            let longest = labels(place).map(\.text.count).max() ?? 0
            let own = max(64, longest * 7 + 14, Self.half(place) * 2 + 26)
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

    /// The height of the middle of each row: below the labels of its commits.
    private func middles(of places: [GraphLayout.Place]) -> [Int: Int] {
        var lines: [Int: Int] = [:]
        for place in places { lines[place.row] = max(lines[place.row] ?? 0, labels(place).count) }
        var middles: [Int: Int] = [:]
        var y = 0
        for row in lines.keys.sorted() {
            y += (lines[row] ?? 0) * 15 + Self.radius + 6
            middles[row] = y
            y += Self.radius + 8
        }
        return middles
    }
}
