/// The index of the page: a row for each scenario, a link for each of its cells.
struct MatrixTable {
    let verdicts: [Verdict]
    /// The anchor of the case at an index of `verdicts`.
    let anchor: (Int) -> String

    private struct Row {
        let file: String
        let title: String
        let states: [String]
        var cases: [(index: Int, verdict: Verdict)] = []

        var seconds: Double { cases.map(\.verdict.seconds).reduce(0, +) }
    }

    var markup: String {
        let rows = self.rows
        let longest = rows.map(\.seconds).max() ?? 1
        let body = rows.map { row($0, longest: longest) }
        return """
            <div class="wide"><table class="matrix"><thead><tr><th>scenario</th><th>cells</th>\
            <th>states</th><th>seconds</th></tr></thead><tbody>\(body.joined())</tbody></table>\
            </div>
            """
    }

    /// Scenarios in the order they were listed, those with a bad end first.
    private var rows: [Row] {
        var rows: [Row] = []
        var places: [String: Int] = [:]
        for (index, verdict) in verdicts.enumerated() {
            let place = places[verdict.file] ?? rows.count
            if place == rows.count {
                rows.append(
                    Row(file: verdict.file, title: verdict.title, states: verdict.states))
                places[verdict.file] = place
            }
            rows[place].cases.append((index, verdict))
        }
        let isBad = { (row: Row) in row.cases.contains { !$0.verdict.status.isGood } }
        return rows.filter(isBad) + rows.filter { !isBad($0) }
    }

    /// What a pointer over a cell tells.
    private static func told(_ verdict: Verdict) -> String {
        "\(verdict.id): \(verdict.status.rawValue) in \(FailureText.seconds(verdict.seconds)) s"
    }

    private func row(_ row: Row, longest: Double) -> String {
        let statuses = Set(row.cases.map(\.verdict.status.rawValue)).sorted()
        let parts = row.file.split(separator: "/").suffix(2).joined(separator: "/")
        let name = parts.hasSuffix(".yaml") ? String(parts.dropLast(5)) : parts
        let tags = row.cases.first?.verdict.tags ?? []
        let words = ([name, row.title] + row.states + tags).joined(separator: " ").lowercased()
        let cells = row.cases.map { index, verdict in
            let label =
                verdict.cell.isEmpty
                ? verdict.status.rawValue
                : verdict.cell.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
            let kind = verdict.status.isGood ? verdict.status == .skipped ? "skip" : "good" : "bad"
            return "<a class=\"cell \(kind)\" href=\"#\(anchor(index))\" title=\""
                + "\(HTMLText.escape(Self.told(verdict)))\">"
                + "\(HTMLText.escape(label))</a>"
        }
        let names = row.cases.first?.verdict.cell.keys.sorted().joined(separator: ", ") ?? ""
        let axes = names.isEmpty ? "" : HTMLText.text("small", "", "each \(names)")
        let share = longest > 0 ? Int(row.seconds / longest * 100) : 0
        let first = row.cases.first.map { anchor($0.index) } ?? ""
        return "<tr data-statuses=\"\(statuses.joined(separator: " "))\" "
            + "data-states=\"\(HTMLText.escape(row.states.joined(separator: " ")))\" "
            + "data-seconds=\"\(row.seconds)\" data-words=\"\(HTMLText.escape(words))\">"
            + "<td><a href=\"#\(first)\">\(HTMLText.escape(name))</a>"
            + HTMLText.text("small", "", row.title) + "</td>"
            + "<td>\(axes)\(cells.joined(separator: " "))</td>"
            + "<td>\(HTMLText.escape(row.states.joined(separator: " ")))</td>"
            + "<td class=\"took\">\(FailureText.seconds(row.seconds))<svg class=\"bar\" "
            + "width=\"100%\" height=\"4\"><rect width=\"\(share)%\" height=\"4\"/></svg></td></tr>"
    }
}
