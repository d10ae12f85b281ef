import Foundation
import JSONModel
import Overview

/// A server's status for a terminal: one verdict, a line for each part, and what needs somebody.
struct StatusPage {
    private let report: StatusReport
    private let url: String
    private let now: Date
    private let verdict: Verdict
    /// What a human has to see to.
    let findings: [Finding]

    /// `status` and `jobs` are the server's answers; without `jobs` nothing is said of failed ones.
    init(_ status: JSON, jobs: JSON, url: String, now: Date) {
        report = StatusReport(status, jobs: jobs)
        self.url = url
        self.now = now
        findings = report.findings(now: now)
        verdict = Verdict(report, findings)
    }

    var needsSomebody: Bool { !findings.isEmpty }

    /// Ends with a newline.
    func text(inColour: Bool) -> String {
        let paint = Paint(isOn: inColour)
        var lines = [verdictLine(paint), ""]
        for (name, value) in parts {
            lines.append(
                "  " + paint.dim(name.padding(toLength: 11, withPad: " ", startingAt: 0)) + value)
        }
        for finding in findings {
            let colon = finding.places.isEmpty ? "" : ":"
            lines += ["", paint.bad("! ") + finding.what + colon]
            lines += finding.places.map { "    \($0.place): \($0.reason)" }
            if let more = finding.more { lines.append("    " + more) }
            lines.append("  → " + finding.next)
        }
        return lines.map(Self.oneLine).joined(separator: "\n") + "\n"
    }

    /// What git says may have several lines.
    private static func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: "; ")
    }

    private func verdictLine(_ paint: Paint) -> String {
        let place = "\(url), branch \(report.branch)"
        switch verdict {
        case .down: return paint.bad("NOT READY") + "  \(place)"
        case .needed:
            return paint.bad("NEEDS YOU") + "  \(Counted.of(findings.count, "thing")): \(place)"
        case .moving: return paint.warn("ON ITS WAY") + "  \(place)"
        case .good: return paint.good("GOOD") + "  \(place)"
        }
    }

    private var parts: [(String, String)] {
        var parts = [("served", servedLine)]
        if let remote = report.remote { parts.append(("remote", remoteLine(remote))) }
        if let local = report.local, local != report.served {
            let name = Self.short(local)
            parts.append(("here", "\(name)  is not served\(committed(report.localLag))"))
        }
        if let push = report.push { parts.append(("pushing", pushLine(push))) }
        if let cluster = report.cluster { parts.append(("cluster", clusterLine(cluster))) }
        if let run = report.lastReload { parts.append(("reload", runLine(run))) }
        if let run = report.lastReconcile { parts.append(("reconcile", runLine(run))) }
        if !report.jobCounts.isEmpty {
            let counts = report.jobCounts.map { "\($0.count) \($0.state)" }
            parts.append(("jobs", counts.joined(separator: ", ")))
        }
        if report.lockWaiters > 0 {
            parts.append(("waiting", "\(report.lockWaiters) for the data lock"))
        }
        parts.append(("problems", report.problemCount == 0 ? "none" : "\(report.problemCount)"))
        return parts
    }

    private var servedLine: String {
        guard report.isServing else { return "nothing yet" }
        let commit = report.served.map(Self.short) ?? "no commit"
        let search = report.isBuildingSearch ? ", search is being built" : ""
        return "\(commit)  \(Counted.of(report.records, "record")), generation "
            + "\(report.generation)\(search)"
    }

    private func remoteLine(_ commit: String) -> String {
        let name = Self.short(commit)
        guard report.remoteIsServed == true else {
            return "\(name)  is not served\(committed(report.remoteLag))"
        }
        return commit == report.served ? "\(name)  is served" : "\(name)  is in what is served"
    }

    private func committed(_ lag: Int64?) -> String {
        lag.map { ", committed \(Age.text(seconds: Double($0))) ago" } ?? ""
    }

    private func pushLine(_ push: StatusReport.Push) -> String {
        var words = push.state
        switch push.state {
        case "idle": if push.pending == 0 { words = "idle, the remote has everything" }
        case "backing-off":
            let pause =
                push.backoffMs.map { ", next try within \(Age.text(seconds: $0 / 1000))" } ?? ""
            words = "waiting after try \(push.attempt) (\(push.reason ?? "unknown"))\(pause)"
        case "halted": words = "halted (\(push.reason ?? "unknown"))"
        default: break
        }
        if push.pending > 0 { words += "; \(Counted.of(push.pending, "commit")) only here" }
        if let last = push.lastPushAt { words += "; last push \(ago(last))" }
        if push.state == "backing-off", let error = push.errorMessage { words += ": \(error)" }
        return words
    }

    private func clusterLine(_ cluster: StatusReport.Cluster) -> String {
        let writer =
            cluster.role == "writer"
            ? "this node (\(cluster.node)) writes"
            : "\(cluster.writer ?? "nobody") writes, this node (\(cluster.node)) reads"
        let behind = cluster.nodes.filter { $0.behindMs != nil }.map(\.name)
        let late =
            behind.isEmpty ? "all serve the tip" : "behind: \(behind.joined(separator: ", "))"
        return "\(writer); \(Counted.of(cluster.nodes.count, "node")), \(late)"
    }

    private func runLine(_ run: StatusReport.Run) -> String {
        var words = run.outcome
        if let message = run.message { words += ": \(message)" }
        if let at = run.at { words += ", \(ago(at))" }
        words += ", \(Duration.text(milliseconds: run.durationMs))"
        guard !run.timings.isEmpty else { return words }
        let stages = run.timings.map { "\($0.name) \(Duration.text(milliseconds: $0.ms))" }
        return words + " (\(stages.joined(separator: ", ")))"
    }

    private func ago(_ date: Date) -> String {
        "\(Age.text(seconds: now.timeIntervalSince(date))) ago"
    }

    private static func short(_ commit: String) -> String { String(commit.prefix(10)) }
}
