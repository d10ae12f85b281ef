import Crypto
import Foundation

/// One file that shows a run: an index, and the story of each case. It loads nothing from anywhere
/// and its one script and one style are the only ones that a browser lets run.
enum HTMLReport {
    /// Bytes after which bad cases get no more detail than passed ones.
    private static let detailed = 9_000_000

    static func text(_ summary: RunSummary) -> String {
        let verdicts = summary.verdicts
        let order =
            verdicts.indices.filter { !verdicts[$0].status.isGood }
            + verdicts.indices.filter { verdicts[$0].status.isGood }
        var cases: [String] = []
        var spent = 0
        var told: Set<String> = []
        for index in order {
            var verdict = verdicts[index]
            let isDetailed = !verdict.status.isGood && spent < detailed
            verdict.chronicle = verdict.chronicle?.fitted(to: isDetailed ? .full : .brief)
            let section = CaseSection(
                verdict: verdict, anchor: "c\(index)", context: summary.context,
                isFolded: !told.insert(verdict.file).inserted)
            cases.append(section.markup)
            spent += cases[cases.count - 1].utf8.count
        }
        let title = "scenarios: \(summary.line)"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(HTMLText.escape(title))</title>
            <style>\(ReportStyle.text)</style>
            </head>
            <body>
            \(head(summary))
            \(filters(verdicts))
            \(MatrixTable(verdicts: verdicts) { "c\($0)" }.markup)
            <main>
            \(cases.joined(separator: "\n"))
            </main>
            <script>\(ReportScript.text)</script>
            </body>
            </html>

            """
    }

    /// The style and the script by their digests, and nothing else.
    private static var policy: String {
        func digest(_ text: String) -> String {
            "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
        }
        return "default-src 'none'; style-src \(digest(ReportStyle.text)); "
            + "script-src \(digest(ReportScript.text)); base-uri 'none'; form-action 'none'"
    }

    private static func head(_ summary: RunSummary) -> String {
        let isGood = summary.exitStatus == 0
        let first = summary.verdicts.firstIndex { !$0.status.isGood }
        let jump = first.map { " <a class=\"button\" href=\"#c\($0)\">first failure</a>" } ?? ""
        return "<header><h1>Scenarios <span class=\"badge \(isGood ? "good" : "bad")\">"
            + "\(HTMLText.escape(summary.line))</span>\(jump)</h1>"
            + "\(summary.context.map(facts) ?? "")</header>"
    }

    /// What was played with, when and where, and how to do it again.
    private static func facts(_ context: RunContext) -> String {
        var facts = [
            ("server", context.server + (context.commit.map { ", commit \($0)" } ?? "")),
            ("git", context.git), ("seed", "\(context.seed)"),
            ("began", "\(context.started), took \(FailureText.seconds(context.seconds)) s"),
        ]
        if let mutant = context.mutant { facts.insert(("wrong on purpose", mutant), at: 1) }
        if !context.machine.isEmpty { facts.append(("machine", context.machine)) }
        let items = facts.map { name, value in
            "<div>\(HTMLText.text("dt", "", name))\(HTMLText.text("dd", "", value))</div>"
        }
        let command = context.command
        let again =
            command.isEmpty
            ? ""
            : "<p class=\"command\"><span>again</span> <code>\(HTMLText.escape(command))</code> "
                + "<button type=\"button\" class=\"copy\" hidden>copy</button></p>"
        return "<dl class=\"run\">\(items.joined())</dl>\(again)"
    }

    /// Only a script can filter, so the script shows this.
    private static func filters(_ verdicts: [Verdict]) -> String {
        let statuses = Verdict.Status.allCases.filter { status in
            verdicts.contains { $0.status == status }
        }
        let boxes = statuses.map { status in
            "<label><input type=\"checkbox\" checked value=\"\(status.rawValue)\"> "
                + "\(status.rawValue)</label>"
        }
        let states = Set(verdicts.flatMap(\.states)).sorted {
            ($0.count, $0) < ($1.count, $1)
        }
        let options = states.map { HTMLText.text("option", "", $0) }
        return """
            <form class="filters" hidden><input type="search" placeholder="find a scenario" \
            aria-label="find a scenario">\(boxes.joined(separator: " "))<select \
            aria-label="state"><option value="">every state</option>\(options.joined())</select>\
            <label><input type="checkbox" class="slowest"> slowest first</label></form>
            """
    }
}
