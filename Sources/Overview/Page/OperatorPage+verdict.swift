extension OperatorPage {
    /// The verdict in words; also the title of the window.
    var headline: String {
        switch verdict {
        case .good: "All is well"
        case .moving: "On its way"
        case .needed:
            findings.count == 1 ? "1 thing needs you" : "\(findings.count) things need you"
        case .down: "Not ready"
        }
    }

    /// No times in it: a screen reader would read it out whenever one changes.
    var verdictPart: HTML {
        """
        <h1><span class="dot" aria-hidden="true"></span>\(headline)</h1>
        <p>\(explanation)</p>
        """
    }

    private var explanation: String {
        switch verdict {
        case .good:
            report.push == nil
                ? "What the branch has is served."
                : "What the remote has is served, and the remote has all that was written here."
        case .moving: "\(movements.joined(separator: ", and ").capitalizedFirst). No need to act."
        case .needed:
            "Records are served as before. What is the matter, and what to do about it:"
        case .down: "No records are served yet. The server answers, and begins as soon as it can."
        }
    }

    private var movements: [String] {
        var words: [String] = []
        if report.remoteIsServed == false { words.append("the remote has commits not served yet") }
        if (report.localLag ?? 0) > 0 { words.append("the branch has commits not served yet") }
        if let push = report.push, push.state != "idle" || push.pending > 0 {
            words.append("commits made here are on their way to the remote")
        }
        if report.isBuildingSearch { words.append("the search index is being built") }
        return words
    }

    var needsPart: HTML {
        guard !findings.isEmpty else { return "" }
        return "<ol class=\"needs\">\(findings.map(item))</ol>"
    }

    private func item(_ finding: Finding) -> HTML {
        """
        <li>
        <p class="what">\(finding.what.capitalizedFirst)</p>
        \(places(of: finding))<p class="next"><span class="quiet">What to do:</span> \
        \(finding.next)</p>
        \(button(finding.action))</li>
        """
    }

    private func places(of finding: Finding) -> HTML {
        guard !finding.places.isEmpty else { return "" }
        let items: [HTML] = finding.places.map { problem in
            "<li><code><bdi>\(problem.place)</bdi></code> \(problem.reason)</li>"
        }
        let more: HTML = finding.more.map { "<li class=\"quiet\">\($0)</li>" } ?? ""
        return "<ul class=\"places\">\(items)\(more)</ul>"
    }

    private func button(_ action: Finding.Action?) -> HTML {
        guard hasButtons else { return "" }
        return switch action {
        case nil: ""
        case .reload: "<button type=\"button\" data-action=\"reload\">Reload</button>"
        case .reconcile: "<button type=\"button\" data-action=\"reconcile\">Reconcile</button>"
        case .job(let repository): runButton(repository)
        }
    }

    func runButton(_ repository: String) -> HTML {
        """
        <button type="button" data-action="job" data-repository="\(repository)" \
        aria-label="Run the command for \(repository)">Run again</button>
        """
    }
}

extension String {
    /// The text as the beginning of a sentence.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
