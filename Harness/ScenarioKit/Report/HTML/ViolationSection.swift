/// Which reader saw what, when: the offending reads of a case, and what the first offender saw
/// around it.
struct ViolationSection {
    /// The most offending reads in the table, and how many of them are seen at once.
    private static let rows = 60
    private static let shown = 8
    /// How many reads of the same connection are shown before and after the first violation.
    private static let around = 4

    let chronicle: Chronicle
    let colours: CommitColours
    let anchor: String

    /// The first violation as a sentence.
    var headline: String? {
        guard let first = chronicle.violations.first, let read = first.finding.reads.last else {
            return nil
        }
        let who = "<b>Reader \(read.connection)</b> of <b>\(HTMLText.escape(first.crew))</b>"
        let when = "<b>\(HTMLText.moment(chronicle.seconds(read.end)))</b>"
        let asked = HTMLText.escape(read.kind.word)
        let what =
            switch first.finding.invariant {
            case .monotonicReads: "went backward: \(backward(first.finding.reads))"
            case .freshAfterAck:
                "was stale: it showed \(commit(read)) although something newer had been "
                    + "acknowledged before it was asked"
            default: torn(read)
            }
        return "\(who) asked for <b>\(asked)</b>; the answer at \(when) \(what)."
    }

    private func torn(_ read: ReadRecord) -> String {
        let said = "says it is \(commit(read))"
        let wanted = read.commit.flatMap { chronicle.stamps[$0] }
        if let least = read.leastStamp, let greatest = read.greatestStamp {
            let mix =
                least == greatest
                ? chip(gen: least) : "\(chip(gen: least)) and \(chip(gen: greatest))"
            let all = wanted.map { ", where every record has gen \($0)" } ?? ""
            return "\(said)\(all), and holds records of \(mix)"
        }
        if let asked = read.wantedStamp {
            return "\(said), and finds \(read.matches) records of \(chip(gen: asked))"
        }
        return "\(said), and is of another"
    }

    private func backward(_ reads: [ReadRecord]) -> String {
        guard reads.count > 1 else { return "it showed \(reads.first.map(commit) ?? "")" }
        return "it had seen \(commit(reads[0])) and then saw \(commit(reads[1]))"
    }

    /// A commit with its generation, in its colour.
    private func commit(_ read: ReadRecord) -> String {
        let generation = read.generation.map { " · gen \($0)" } ?? ""
        return "<span class=\"chip \(colours.kind(read.commit))\">"
            + "\(HTMLText.escape(chronicle.name(of: read.commit)))\(generation)</span>"
    }

    /// What records carry, in the colour of the commit they come from.
    private func chip(gen: Int) -> String {
        let commit = chronicle.stamps.filter { $0.value == gen }.keys.min()
        let name = commit.map { " (\(chronicle.name(of: $0)))" } ?? ""
        return "<span class=\"chip \(colours.kind(commit))\">gen \(gen)"
            + "\(HTMLText.escape(name))</span>"
    }

    /// Every violation, as far as there is room; most of them on demand.
    var table: String {
        let rows = chronicle.violations.prefix(Self.rows).enumerated().map { row($1, number: $0) }
        let left = chronicle.violationCount - rows.count
        let more = left > 0 ? "<p class=\"quiet\">… and \(left) more; see history.ndjson</p>" : ""
        let first = Self.table(rows.prefix(Self.shown))
        guard rows.count > Self.shown else { return first + more }
        return "\(first)<details><summary>\(rows.count - Self.shown) more violations</summary>"
            + "\(Self.table(rows.dropFirst(Self.shown)))\(more)</details>"
    }

    private static func table(_ rows: ArraySlice<String>) -> String {
        """
        <div class="wide"><table class="reads"><thead><tr><th>asked</th><th>answered</th>\
        <th>reader, connection</th><th>answer says</th><th>expected</th><th>seen</th>\
        <th>request</th><th>what is wrong</th></tr>\
        </thead><tbody>\(rows.joined())</tbody></table></div>
        """
    }

    private func row(_ violation: Chronicle.Violation, number: Int) -> String {
        let id = "\(anchor)-v\(number)"
        let word =
            switch violation.finding.invariant {
            case .monotonicReads: "backward"
            case .freshAfterAck: "stale"
            default: "torn"
            }
        let told =
            "<td><b class=\"wrong\">\(word)</b> \(HTMLText.escape(violation.finding.text))</td>"
        guard let read = violation.finding.reads.last else {
            return "<tr id=\"\(id)\" class=\"bad\"><td colspan=\"7\"></td>\(told)</tr>"
        }
        let at = chronicle.seconds(read.end)
        let earlier = violation.finding.reads.dropLast().last
        return "<tr id=\"\(id)\" class=\"bad\">"
            + "<td>\(HTMLText.moment(chronicle.seconds(read.start)))</td>"
            + "<td><a class=\"jump\" href=\"#\(anchor)-time\" "
            + "data-violation=\"\(number)\">\(HTMLText.moment(at))</a></td>"
            + "<td>\(HTMLText.escape(violation.crew)) \(read.connection)</td>"
            + cells(read, earlier: earlier, expected: expected(violation.finding)) + told + "</tr>"
    }

    /// What would have been right.
    private func expected(_ finding: Finding) -> String {
        guard let read = finding.reads.last else { return "" }
        switch finding.invariant {
        case .monotonicReads:
            return finding.reads.dropLast().last.map { "\(commit($0)) or newer" } ?? ""
        case .freshAfterAck: return "something newer"
        default:
            if let asked = read.wantedStamp, read.leastStamp == nil {
                return "all of \(chip(gen: asked)) or none"
            }
            let gen = read.commit.flatMap { chronicle.stamps[$0] }
            return gen.map { "only \(chip(gen: $0))" } ?? ""
        }
    }

    private func cells(
        _ read: ReadRecord, earlier: ReadRecord?, expected: String? = nil
    ) -> String {
        let seen =
            if let earlier {
                "first \(commit(earlier)), then \(commit(read))"
            } else if let least = read.leastStamp, let greatest = read.greatestStamp {
                least == greatest ? chip(gen: least) : chip(gen: least) + " " + chip(gen: greatest)
            } else if let wanted = read.wantedStamp {
                "looked for \(chip(gen: wanted)), found \(read.matches)"
            } else { "" }
        let answer = read.isGood ? commit(read) : "no good answer (\(read.failure) \(read.status))"
        let request = read.path.map { "GET \($0)" } ?? read.kind.word
        return "<td>\(answer)</td>\(expected.map { "<td>\($0)</td>" } ?? "")<td>\(seen)</td>"
            + "<td><code>\(HTMLText.escape(request))</code></td>"
    }

    /// What the connection of the first violation saw before and after it.
    var neighbourhood: String {
        guard let first = chronicle.violations.first, let read = first.finding.reads.last else {
            return ""
        }
        let own = chronicle.reads.filter {
            $0.crew == first.crew && $0.record.connection == read.connection
        }
        guard let index = own.firstIndex(where: { $0.record == read }) else { return "" }
        let shown = own[max(0, index - Self.around)..<min(own.count, index + Self.around + 1)]
        let bad = Set(chronicle.violations.compactMap(\.finding.reads.last))
        let rows = shown.map { one in
            let isBad = bad.contains(one.record)
            return "<tr\(isBad ? " class=\"bad\"" : "")>"
                + "<td>\(HTMLText.moment(chronicle.seconds(one.record.start)))</td>"
                + "<td>\(HTMLText.moment(chronicle.seconds(one.record.end)))</td>"
                + cells(one.record, earlier: nil)
                + "<td>\(isBad ? "<b class=\"wrong\">violation</b>" : "fine")</td></tr>"
        }
        return """
            <h3>What reader \(read.connection) saw, before and after</h3>\
            <div class="wide"><table class="reads"><thead><tr><th>asked</th><th>answered</th>\
            <th>answer says</th><th>seen</th><th>request</th><th></th></tr></thead>\
            <tbody>\(rows.joined())</tbody></table></div>
            """
    }
}
