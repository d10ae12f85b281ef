/// One case on the page: its story when it failed, its pictures on demand when it did not.
struct CaseSection {
    let verdict: Verdict
    let anchor: String
    let context: RunContext?
    /// Whether another cell of the same scenario tells the story already.
    var isFolded = false

    var markup: String {
        verdict.status.isGood ? compact : whole
    }

    private var head: String {
        let kind = verdict.status.isGood ? "good" : "bad"
        return "<span class=\"badge \(kind)\">\(verdict.status.rawValue)</span> "
            + "<b class=\"id\">\(HTMLText.escape(verdict.id))</b> "
            + "<span class=\"title\">\(HTMLText.escape(verdict.title))</span>"
    }

    private var facts: String {
        var facts = [
            "\(FailureText.seconds(verdict.seconds)) s", "seed \(verdict.seed)", verdict.file,
        ]
        if !verdict.states.isEmpty { facts.append(verdict.states.joined(separator: " ")) }
        facts += verdict.figures + verdict.relaxed.map { "relaxed: \($0)" }
        if let reason = verdict.reason { facts.append(reason) }
        if verdict.status == .skipped { facts += verdict.explanation }
        return HTMLText.text("p", "facts", facts.joined(separator: " · "))
    }

    private var compact: String {
        let inside = verdict.chronicle.map { chronicle -> String in
            let colours = CommitColours(chronicle)
            return graphs(chronicle, colours) + chart(chronicle, colours)
                + table(chronicle, colours) + EventTable(chronicle).steps
        }
        return "<details class=\"case good\" id=\"\(anchor)\"><summary>\(head)</summary>\(facts)"
            + "\(inside ?? "")\(commands)</details>"
    }

    private var whole: String {
        guard let chronicle = verdict.chronicle else {
            return block("\(facts)\(trouble)\(explanation)\(commands)")
        }
        let colours = CommitColours(chronicle)
        return block(
            "\(facts)\(story(chronicle, colours))"
                + "<div id=\"\(anchor)-t\">\(trouble)\(findings)</div>\(why)"
                + "\(chart(chronicle, colours))\(table(chronicle, colours))"
                + "\(graphs(chronicle, colours))\(EventTable(chronicle).window)"
                + "\(EventTable(chronicle).steps)\(commands)")
    }

    /// A bad case: open, or only its name where another cell tells the story.
    private func block(_ inside: String) -> String {
        let place = "class=\"case bad\" id=\"\(anchor)\""
        return isFolded
            ? "<details \(place)><summary>\(head)</summary>\(inside)</details>"
            : "<section \(place)><h2>\(head)</h2>\(inside)</section>"
    }

    /// What went wrong first, as a sentence, and the way to it in the timeline.
    private func story(_ chronicle: Chronicle, _ colours: CommitColours) -> String {
        let violations = ViolationSection(chronicle: chronicle, colours: colours, anchor: anchor)
        var (words, target, number) = (violations.headline ?? "", "v0", "0")
        if words.isEmpty, let first = WrongMoment.all(of: verdict, in: chronicle).first {
            let at = first.at.map { "<b>\(HTMLText.moment(chronicle.seconds($0)))</b> " }
            words = "\(at ?? "")\(HTMLText.escape(HTMLText.cut(first.text, at: 300)))."
            (target, number) = ("t", "t0")
        }
        guard !words.isEmpty else { return "" }
        return "<p class=\"headline\" id=\"\(anchor)-first\">\(words) "
            + "<a class=\"jump button\" data-violation=\"\(number)\" "
            + "href=\"#\(anchor)-\(target)\">jump to first violation</a></p>"
    }

    private func table(_ chronicle: Chronicle, _ colours: CommitColours) -> String {
        guard !chronicle.violations.isEmpty else { return "" }
        let section = ViolationSection(chronicle: chronicle, colours: colours, anchor: anchor)
        return "<h3>Who saw what, when</h3>\(section.table)\(section.neighbourhood)"
    }

    // MARK: - What went wrong

    private var trouble: String {
        guard let trouble = verdict.trouble else { return "" }
        let place = trouble.place.map { " at \($0)" } ?? ""
        let spots = trouble.spots.map { spot in
            let excerpt = spot.excerpt.map(self.excerpt) ?? ""
            return """
                <div class="spot"><p><code>\(HTMLText.escape(spot.mismatch.key))</code></p><dl>\
                <dt>expected</dt><dd>\(HTMLText.escape(spot.mismatch.wanted))</dd>\
                <dt>seen</dt><dd class="wrong"><pre>\(Self.flush(spot.mismatch.seen))</pre></dd>\
                </dl>\(excerpt)</div>
                """
        }
        let title = HTMLText.escape("\(trouble.step): \(trouble.verb)\(place)")
        return "<h3>Expected and seen</h3><p class=\"place\">\(title)</p>\(spots.joined())"
    }

    /// Lines without the indentation that a terminal needs.
    private static func flush(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { line in line.drop { $0 == " " } }
        return HTMLText.escape(lines.joined(separator: "\n"))
    }

    private func excerpt(_ excerpt: Excerpt) -> String {
        let lines = excerpt.lines.enumerated().map { offset, line -> String in
            let number = excerpt.first + offset
            let shown = "<i>\(number)</i> \(HTMLText.escape(line))"
            guard number == excerpt.line else { return shown }
            let indent = String(repeating: " ", count: max(0, excerpt.column - 1))
            let caret = String(repeating: "^", count: min(excerpt.length, 120))
            return
                "<b class=\"line\">\(shown)</b>\n<i> </i> \(indent)<b class=\"wrong\">\(caret)</b>"
        }
        return "<figure><figcaption>\(HTMLText.escape(excerpt.place))</figcaption>"
            + "<pre class=\"yaml\">\(lines.joined(separator: "\n"))</pre></figure>"
    }

    private var findings: String {
        guard !verdict.findings.isEmpty else { return "" }
        let items = verdict.findings.prefix(40).map { finding in
            let name = finding.invariant?.rawValue ?? "expectation"
            return "<li><b class=\"wrong\">\(name)</b> \(HTMLText.escape(finding.text))</li>"
        }
        return "<h3>Broken invariants</h3><ul class=\"findings\">\(items.joined())</ul>"
    }

    /// For a case that was not played to its end: all that is known.
    private var explanation: String {
        guard verdict.trouble == nil, !verdict.explanation.isEmpty else { return "" }
        let text = verdict.explanation.joined(separator: "\n")
        return HTMLText.text("pre", "said", HTMLText.cut(text, at: 8000))
    }

    private var why: String {
        verdict.why.map { "<p class=\"why\"><b>Why it matters:</b> \(HTMLText.escape($0))</p>" }
            ?? ""
    }

    // MARK: - Pictures

    private func chart(_ chronicle: Chronicle, _ colours: CommitColours) -> String {
        let wrong = verdict.status.isGood ? [] : WrongMoment.all(of: verdict, in: chronicle)
        let timeline = TimelineBuilder.timeline(of: chronicle, colours: colours, wrong: wrong)
        guard !timeline.tracks.isEmpty else { return "" }
        let count = chronicle.reads.count
        let left = chronicle.readCount - count
        let sample = left > 0 ? ", \(count) of \(chronicle.readCount) reads drawn" : ""
        return "<div class=\"timeline\" id=\"\(anchor)-time\"><h3>Timeline</h3>"
            + "<p class=\"legend\">\(legend(chronicle, colours))<span>\(sample)</span></p>"
            + TimelineLegend(timeline).markup
            + TimelineDrawing(timeline: timeline, anchor: anchor).markup + "</div>"
    }

    /// Commits in their colours.
    private func legend(_ chronicle: Chronicle, _ colours: CommitColours) -> String {
        let reachable = chronicle.after.reachable.union(chronicle.tips)
        let shown = chronicle.after.commits.filter { reachable.contains($0.id) }.suffix(16)
        let commits = shown.map { commit in
            let stamp = chronicle.stamps[commit.id].map { " (gen \($0))" } ?? ""
            return "<span class=\"chip \(colours.kind(commit.id))\">"
                + "\(HTMLText.escape(commit.name))\(stamp)</span>"
        }
        let dots =
            chronicle.reads.isEmpty
            ? "" : " one dot a read, in the colour of the commit its answer names"
        return "commits: " + commits.joined(separator: " ") + dots
    }

    private func graphs(_ chronicle: Chronicle, _ colours: CommitColours) -> String {
        let before = HistoryDrawing(chronicle.before, colours: colours).markup
        let after = HistoryDrawing(
            chronicle.after, colours: colours, since: chronicle.before, seen: chronicle.tips
        ).markup
        return """
            <h3>Commits and branches</h3><div class="graphs">\
            <figure><figcaption>before</figcaption>\
            <div class="wide">\(before)</div></figure>\
            <figure><figcaption>after</figcaption><div class="wide">\(after)</div></figure></div>\
            <p class="legend">dashed: on no branch or tag; <b class="wrong">red and dashed: was on \
            one, and is no longer</b>; <b>bold: moved, made or removed by the run</b></p>
            """
    }

    private var commands: String {
        var commands = [("again", verdict.again(context))]
        if let folder = verdict.folder {
            commands.append(("records", "ls \(Verdict.shell(folder))"))
        }
        return commands.map { name, command in
            "<p class=\"command\"><span>\(name)</span> <code>\(HTMLText.escape(command))</code> "
                + "<button type=\"button\" class=\"copy\" hidden>copy</button></p>"
        }.joined()
    }
}
