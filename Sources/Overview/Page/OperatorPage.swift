package import Foundation
package import JSONModel

/// The operator's page: a function from what a server says of itself to HTML.
///
/// It is complete without its script, which keeps it up to date and carries the buttons. The script
/// takes over the elements marked `data-part`, by their ids, from a page it asks for again.
package struct OperatorPage {
    let report: StatusReport
    let findings: [Finding]
    let verdict: Verdict
    let now: Date
    /// Whether it tells what only the holder of the secret may know.
    let isWhole: Bool
    /// Whether what is for operators answers at the same address.
    let hasButtons: Bool

    /// The page for everybody, from the whole `status`: what it may not tell is taken out first.
    package static func forEverybody(
        _ status: JSON, now: Date, hasButtons: Bool = true
    ) -> OperatorPage {
        OperatorPage(
            StatusReport(StatusReport.publicPart(of: status), jobs: .null), now: now,
            isWhole: false, hasButtons: hasButtons)
    }

    /// The page for the holder of the secret. `jobs` is the answer of `GET /api/_internal/jobs`.
    package static func whole(_ status: JSON, jobs: JSON, now: Date) -> OperatorPage {
        OperatorPage(StatusReport(status, jobs: jobs), now: now, isWhole: true, hasButtons: true)
    }

    private init(_ report: StatusReport, now: Date, isWhole: Bool, hasButtons: Bool) {
        self.hasButtons = hasButtons
        self.report = report
        self.now = now
        self.isWhole = isWhole
        findings = report.findings(now: now)
        verdict = Verdict(report, findings)
    }

    package var html: HTML {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(headline) – Livetree, \(report.branch)</title>
        <link rel="icon" id="icon" type="image/svg+xml" href="page/\(verdict.rawValue).svg">
        <link rel="stylesheet" href="page/style.css">
        <script src="page/script.js" defer></script>
        </head>
        <body data-verdict="\(verdict.rawValue)" data-generation="\(report.generation)" \
        data-detail="\(isWhole ? "whole" : "public")">
        <header>
        <p class="name">Livetree \
        <span class="branch" id="branch" data-part>\(report.branch)</span></p>
        <p class="line" id="line" aria-live="polite"></p>
        </header>
        <main>
        <section class="verdict" id="verdict" role="status" data-part>\(verdictPart)</section>
        <section id="needs" aria-label="What needs you" data-part>\(needsPart)</section>
        \(actions)
        <noscript><p class="quiet">Without JavaScript this page does not follow the server: load \
        it again to look again. <code>livetree status</code> in a terminal tells the \
        details.</p></noscript>
        <section id="served" aria-label="What is served" data-part>\(servedPart)</section>
        <section id="runs" data-part>\(runsPart)</section>
        <section id="jobs" data-part>\(jobsPart)</section>
        <section id="sheets" data-part>\(sheetsPart)</section>
        </main>
        \(dialog)
        <footer>
        <a href="api/sheets">Records</a> <a href="api/openapi.json">API</a> \
        \(hasButtons ? "<a href=\"metrics\">Metrics</a> " as HTML : "")\
        <a href="api/health/ready">Health</a>
        </footer>
        </body>
        </html>

        """
    }

    /// Shown by the script only: without it they could do nothing.
    private var actions: HTML {
        """
        <section class="actions" aria-label="Actions">
        \(hasButtons ? Self.buttons : "")<p class="said" id="said" role="status"></p>
        </section>
        """
    }

    private static let buttons: HTML = """
        <button type="button" data-action="reload">Reload</button>
        <button type="button" data-action="reconcile">Reconcile</button>
        <button type="button" class="plain" data-action="details" id="details">Details…</button>

        """

    /// Asks for the secret. The form sends nothing: the script reads it.
    private var dialog: HTML {
        """
        <dialog id="ask" aria-labelledby="ask-title">
        <form id="ask-form" method="dialog">
        <h2 id="ask-title">The secret of this server</h2>
        <p>One of <code>CFP_DATA_RELOAD_SECRET</code>. This tab keeps it until it is closed, and \
        sends it to this server only.</p>
        <p class="warning" id="unsafe" hidden>This connection is not encrypted: whoever is on the \
        way can read what you enter.</p>
        <label for="secret">Secret</label>
        <input id="secret" type="password" autocomplete="off" autocapitalize="none" \
        spellcheck="false" required>
        <p class="warning" id="wrong" role="alert"></p>
        <p class="buttons"><button type="submit">Continue</button> \
        <button type="button" class="plain" id="cancel">Cancel</button></p>
        </form>
        </dialog>
        """
    }
}
