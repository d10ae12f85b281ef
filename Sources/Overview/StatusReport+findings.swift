package import Foundation

extension StatusReport {
    /// Bad records told one by one.
    private static let listedProblems = 20

    /// What needs a human, the gravest first; nothing is told twice.
    package func findings(now: Date) -> [Finding] {
        var findings: [Finding] = []
        let told = attention.filter { $0.event != "conflict-escaped" }
        if !isServing { findings.append(nothingServed) }
        for one in told {
            let since = one.since.map { ", for \(Age.text(seconds: now.timeIntervalSince($0)))" }
            findings.append(
                Finding(
                    what: one.message + (since ?? ""), places: places(of: one), next: one.hint,
                    action: action(for: one)))
        }
        // A refusal that raises no alert, or an older server's.
        if isServing, attention.isEmpty, let last = lastRun, last.isRefused, !last.isAskersFault {
            findings.append(
                Finding(
                    what: "the last reload was refused: \(last.message ?? last.words)",
                    places: Array(last.problems.prefix(Self.listedProblems)),
                    next: last.hint ?? "look at the log", action: last.remedy))
        }
        if attention.isEmpty, lastRun.map({ !$0.isRefused || $0.isAskersFault }) ?? true, let push,
            push.state == "halted"
        {
            let why = push.errorMessage.map { ": \($0)" } ?? ""
            findings.append(
                Finding(
                    what: "pushing is halted (\(push.reason ?? "unknown"))\(why)",
                    next: "livetree reconcile brings both sides together", action: .reconcile))
        }
        findings += clusterFindings + conflictFindings
        if problemCount > 0 { findings.append(badFiles) }
        for job in failedJobs {
            let code = job.exitCode.map { ", exit code \($0)" } ?? ""
            findings.append(
                Finding(
                    what: "the command for \(job.repository) ended as \(job.state)\(code)",
                    next: "livetree jobs list --json shows its output; livetree jobs run "
                        + "\(job.repository) runs it again", action: .job(job.repository)))
        }
        return findings
    }

    /// What keeps the remote's tip from being served, as the last reload found it. Where nothing
    /// is served at all, `badFiles` tells.
    private func places(of one: Attention) -> [Problem] {
        guard one.event == "rebuild-failed", isServing, let last = lastRun else { return [] }
        return Array(last.problems.prefix(Self.listedProblems))
    }

    private var nothingServed: Finding {
        let last = lastRun.flatMap { $0.isRefused ? $0 : nil }
        return Finding(
            what: "nothing is served yet" + (last.map { ": \($0.message ?? $0.words)" } ?? ""),
            next: last?.hint
                ?? (last == nil
                    ? "wait for the first clone; the log tells how far it is" : "look at the log"),
            action: last == nil ? nil : .reload)
    }

    private var conflictFindings: [Finding] {
        let next =
            "bring in what is wanted (git merge or cherry-pick), push, then delete the branch on "
            + "the remote and here"
        if conflicts.isEmpty, conflictCount > 0 {
            let what = conflictCount == 1 ? "1 branch keeps" : "\(conflictCount) branches keep"
            return [
                Finding(what: "\(what) commits that could not be replayed", next: next)
            ]
        }
        return conflicts.map { conflict in
            Finding(
                what: "commits that could not be replayed wait on \(conflict.branch) "
                    + "(\(conflict.commit.prefix(10)))", next: next)
        }
    }

    private var badFiles: Finding {
        let listed = Array(problems.prefix(Self.listedProblems))
        let rest = problemCount - Int64(listed.count)
        let bad = problemCount == 1 ? "1 bad file" : "\(problemCount) bad files"
        let more = "and \(rest) more: livetree verify names them all"
        return Finding(
            what: isServing ? "\(bad) left out of what is served" : bad, places: listed,
            more: rest > 0 && !listed.isEmpty ? more : nil,
            next: listed.isEmpty
                ? "livetree verify names what is wrong"
                : "correct \(problemCount == 1 ? "it" : "them") and push")
    }

    private func action(for one: Attention) -> Finding.Action? {
        switch one.event {
        case "push-halted":
            one.subject.hasSuffix("non-fast-forward") || push?.reason == "non-fast-forward"
                ? .reconcile : nil
        case "rebuild-failed", "storage-full": .reload
        default: nil
        }
    }
}

extension StatusReport.Run {
    /// Whoever asked named a branch or commit that is not there: this server has nothing to mend.
    fileprivate var isAskersFault: Bool {
        outcome == "branch-mismatch" || outcome == "commit-mismatch"
    }

    /// What may help after a refusal.
    fileprivate var remedy: Finding.Action? {
        switch outcome {
        case "non-fast-forward": .reconcile
        case "fetch-failed", "rebuild-failed", "storage-full": .reload
        default: nil
        }
    }
}
