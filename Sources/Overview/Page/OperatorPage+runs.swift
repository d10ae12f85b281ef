extension OperatorPage {
    /// Runs and jobs told one by one.
    private static let listedRuns = 10
    private static let listedJobs = 12
    /// The end of a job's output, in characters.
    private static let outputLength = 4_000

    /// The latest reloads and reconciles, with where their time went.
    var runsPart: HTML {
        let runs = report.recent.prefix(Self.listedRuns)
        guard !runs.isEmpty else { return "" }
        return """
            <h2>Reloads and reconciles</h2>
            <table class="runs">
            <thead><tr><th scope="col">When</th><th scope="col">What</th>\
            <th scope="col">How it ended</th>\
            <th scope="col" class="number">Took</th></tr></thead>
            <tbody>
            \(runs.map(row))</tbody>
            </table>
            """
    }

    private func row(_ run: StatusReport.Run) -> HTML {
        let when: HTML = run.at.map { "\(time($0)) ago" } ?? ""
        let what = run.kind == "reconcile" ? "Reconcile" : "Reload"
        let noun = run.changedRecords == 1 ? "record" : "records"
        let changed: HTML =
            run.changedRecords > 0
            ? " <span class=\"quiet\">\(grouped(run.changedRecords)) \(noun)</span>" : ""
        let message: HTML =
            run.message.map { $0 == run.words ? "" : "<span class=\"error\">\($0)</span>" } ?? ""
        let mark: HTML = run.isRefused ? "<strong class=\"bad\">Refused:</strong> " : ""
        var words = run.isRefused ? run.words : run.words.capitalizedFirst
        // At the start nothing is new on the remote, and all is read.
        if run.outcome == "in-sync", run.changedRecords > 0 { words = "Read what is there" }
        return """
            <tr><td class="when">\(when)</td><td>\(what)</td>\
            <td class="end">\(mark)\(words)\(changed)\(message)\(stages(of: run))</td>\
            <td class="number">\(Duration.text(milliseconds: run.durationMs))</td></tr>

            """
    }

    /// Only stages that took noticeable time.
    private func stages(of run: StatusReport.Run) -> HTML {
        let told = run.timings.filter { $0.ms >= 0.05 }.map { stage in
            "\(stage.name) \(Duration.text(milliseconds: stage.ms))"
                .replacing(" ", with: "\u{A0}")
        }
        guard !told.isEmpty else { return "" }
        return "<span class=\"stages\">\(told.joined(separator: " · "))</span>"
    }

    /// What hook commands did; for the holder of the secret only.
    var jobsPart: HTML {
        guard !report.jobs.isEmpty else { return "" }
        return """
            <h2>Jobs</h2>
            <table class="jobs">
            <thead><tr><th scope="col">When</th><th scope="col">Repository</th>\
            <th scope="col">How it ended</th><th scope="col" class="number">Took</th>\
            <th scope="col"><span class="unseen">Run again</span></th></tr></thead>
            <tbody>
            \(jobRows)</tbody>
            </table>
            """
    }

    private var jobRows: [HTML] {
        var seen: Set<String> = []
        return report.jobs.prefix(Self.listedJobs).map { job in
            // One button a repository, at its newest job.
            let button = seen.insert(job.repository).inserted ? runButton(job.repository) : ""
            let when: HTML = job.at.map { "\(time($0)) ago" } ?? ""
            let code: HTML = job.exitCode.map { $0 == 0 ? "" : ", exit code \($0)" } ?? ""
            let took = job.durationMs.map { Duration.text(milliseconds: $0) } ?? ""
            let mark = job.hasFailed ? "bad" : ""
            let end: HTML = "<span class=\"\(mark)\">\(state(of: job))</span>\(code)"
            return """
                <tr><td class="when">\(when)</td><td><bdi>\(job.repository)</bdi></td>\
                <td class="end">\(end)\(output(of: job))</td>\
                <td class="number">\(took)</td><td class="act">\(button)</td></tr>

                """
        }
    }

    private func state(of job: StatusReport.Job) -> String {
        job.state.replacing("-", with: " ").capitalizedFirst
    }

    private func output(of job: StatusReport.Job) -> HTML {
        guard !job.output.isEmpty else { return "" }
        let output = job.output.replacing("\r\n", with: "\n")
        let end = output.suffix(Self.outputLength)
        let cut: HTML = end.count < output.count ? "…\n" : ""
        return """
            <details id="output-\(job.id)"><summary>Output</summary>\
            <pre tabindex="0">\(cut)\(String(end))</pre></details>
            """
    }
}
