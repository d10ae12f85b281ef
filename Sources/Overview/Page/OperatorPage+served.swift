import Foundation

extension OperatorPage {
    /// Sheets told one by one.
    private static let listedSheets = 100

    /// What is served, what the remote has, and what is on its way, a row each.
    var servedPart: HTML {
        var rows: [HTML] = []
        func row(_ name: String, _ value: HTML) {
            rows.append("<div><dt>\(name)</dt><dd>\(value)</dd></div>\n")
        }
        row("Served", served)
        if report.isServing { row("Records", records) }
        if let isServed = report.remoteIsServed { row("Remote", remote(isServed)) }
        if let local = report.local, local != report.served, report.remoteIsServed != false {
            row("Branch here", "\(commit(local)) is not served yet\(committed(report.localLag))")
        }
        if let push = report.push { row("Pushing", pushing(push)) }
        if isWhole, let cluster = report.cluster { row("Cluster", self.cluster(cluster)) }
        if report.lockWaiters > 0 {
            row("Waiting", "\(grouped(report.lockWaiters)) for the data lock")
        }
        return "<dl class=\"facts\">\n\(rows)</dl>"
    }

    private var served: HTML {
        guard report.isServing else { return "nothing yet" }
        let name: HTML = report.served.map(commit) ?? "no commit yet"
        let since: HTML = report.servedSince.map { ", for \(time($0))" } ?? ""
        let generation = grouped(report.generation)
        return "\(name) <span class=\"quiet\">generation \(generation)\(since)</span>"
    }

    private var records: HTML {
        let sheets = report.sheets.count
        let place = sheets == 0 ? "" : sheets == 1 ? "in 1 sheet" : "in \(sheets) sheets"
        let search: HTML = report.isBuildingSearch ? ", the search index is being built" : ""
        return "\(grouped(report.records)) <span class=\"quiet\">\(place)\(search)</span>"
    }

    private func remote(_ isServed: Bool) -> HTML {
        let name: HTML = report.remote.map { "\(commit($0)) " } ?? ""
        if isServed, report.remote == nil { return "all it had at the last look is served" }
        if isServed {
            return "\(name)<span class=\"quiet\">all it had at the last look is served</span>"
        }
        return "\(name)has commits that are not served\(committed(report.remoteLag))"
    }

    private func committed(_ lag: Int64?) -> HTML {
        lag.map { ", the newest \(Age.text(seconds: Double($0))) old" } ?? ""
    }

    private func pushing(_ push: StatusReport.Push) -> HTML {
        var words: HTML
        switch push.state {
        case "idle" where push.pending == 0: words = "the remote has everything"
        case "idle": words = "about to begin"
        case "pushing": words = "under way"
        case "backing-off":
            let pause: HTML =
                push.backoffMs.map { ", next within \(Age.text(seconds: $0 / 1000))" } ?? ""
            words = "try \(push.attempt) failed: \(reason(push))\(pause)"
        case "halted": words = "halted: \(reason(push))"
        default: words = "\(push.state)"
        }
        if push.pending > 0 {
            let commits = push.pending == 1 ? "1 commit" : "\(grouped(push.pending)) commits"
            words = "\(words); <strong>\(commits) only on this machine</strong>"
        }
        if let last = push.lastPushAt {
            words = "\(words) <span class=\"quiet\">last push \(time(last)) ago</span>"
        }
        if push.state == "backing-off" || push.state == "halted", let error = push.errorMessage {
            words = "\(words)<span class=\"error\">\(error)</span>"
        }
        return words
    }

    private func reason(_ push: StatusReport.Push) -> String {
        switch push.reason {
        case "non-fast-forward": "the remote has other commits"
        case "remote-rejected": "the remote declined them"
        case "authentication": "the remote refuses the credentials"
        case "remote-branch-missing": "the remote does not have the branch"
        case "unreachable": "the remote is not reachable"
        case "timeout": "the remote did not answer in time"
        case "withdrawn": "the remote took commits back"
        default: push.reason ?? "unknown"
        }
    }

    var sheetsPart: HTML {
        let sheets = report.sheets
        guard !sheets.isEmpty else { return "" }
        let rows: [HTML] = sheets.prefix(Self.listedSheets).map { sheet in
            let link: HTML = "api/sheets/\(sheet.name.percentEncoded)"
            return """
                <tr><th scope="row"><a href="\(link)"><bdi>\(sheet.name)</bdi></a></th>\
                <td class="number">\(grouped(sheet.records))</td></tr>

                """
        }
        let rest = sheets.count - Self.listedSheets
        let more: HTML = rest > 0 ? "<p class=\"quiet\">and \(Int64(rest)) more</p>" : ""
        return """
            <h2>Sheets</h2>
            <table class="sheets">
            <thead><tr><th scope="col">Sheet</th>\
            <th scope="col" class="number">Records</th></tr></thead>
            <tbody>
            \(rows)</tbody>
            </table>\(more)
            """
    }

    /// A commit's first digits; all of them for who points at it.
    func commit(_ hex: String) -> HTML {
        "<code title=\"\(hex)\">\(String(hex.prefix(10)))</code>"
    }

    /// How long ago, and exactly when for who points at it.
    func time(_ date: Date) -> HTML {
        let exact = date.formatted(.iso8601)
        let age = Age.text(seconds: now.timeIntervalSince(date))
        return "<time datetime=\"\(exact)\" title=\"\(exact)\">\(age)</time>"
    }

    /// Digits in threes, with narrow spaces that do not break.
    func grouped(_ number: Int64) -> String {
        var out = ""
        let digits = String(number)
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3), out != "-" { out += "\u{202F}" }
            out.append(digit)
        }
        return out
    }
}

extension String {
    /// As one segment of a path: all but unreserved bytes are percent-encoded.
    fileprivate var percentEncoded: String {
        utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
