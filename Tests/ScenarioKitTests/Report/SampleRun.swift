import Foundation

@testable import ScenarioKit

/// Chronicles and verdicts as a run leaves them, made by hand.
enum SampleRun {
    static let a = String(repeating: "a", count: 40)
    static let b = String(repeating: "b", count: 40)
    static let hostile = "<script>alert('x')</script> \"&\u{202E}\u{7}"

    static func time(_ milliseconds: Int) -> MonotonicTime {
        MonotonicTime(nanoseconds: 1_000_000_000 + UInt64(milliseconds) * 1_000_000)
    }

    static func read(
        _ commit: String, at end: Int, by connection: Int = 0, gens: ClosedRange<Int> = 1...1
    ) -> ReadRecord {
        var read = ReadRecord(
            connection: connection, kind: .list, start: time(end - 2), end: time(end))
        read.status = 200
        read.commit = commit
        read.generation = commit == a ? 1 : 2
        (read.leastStamp, read.greatestStamp, read.stamps) = (gens.lowerBound, gens.upperBound, 100)
        return read
    }

    /// B arrives at 100 ms; reader 1 sees a mix of A and B at 120 ms.
    static func chronicle(reads count: Int = 40) -> Chronicle {
        var chronicle = Chronicle(start: time(0))
        let commits = [
            HistoryPicture.Commit(id: a, name: "A", parents: []),
            HistoryPicture.Commit(id: b, name: "B", parents: [a]),
        ]
        func refs(_ id: String) -> [HistoryPicture.Ref] {
            ["local", "origin"].map { .init(actor: $0, name: "refs/heads/main", commit: id) }
        }
        chronicle.before = HistoryPicture(commits: commits, refs: refs(a))
        chronicle.after = HistoryPicture(commits: commits, refs: refs(b))
        chronicle.stamps = [a: 1, b: 2]
        chronicle.seconds = 0.2
        let good = (0..<count).map { index in
            read(
                index * 2 < count ? a : b, at: 10 + index * 180 / count, by: index % 4,
                gens: index * 2 < count ? 1...1 : 2...2)
        }
        let torn = read(b, at: 120, by: 1, gens: 1...2)
        chronicle.reads = (good + [torn]).map { .init(crew: "crowd", record: $0) }
        chronicle.reads.sort { $0.record.end < $1.record.end }
        chronicle.readCount = count + 1
        chronicle.violations = [
            .init(
                crew: "crowd",
                finding: Finding(.noTornRead, "records of gen 1 and gen 2", reads: [torn]))
        ]
        chronicle.violationCount = 1
        chronicle.events = events
        return chronicle
    }

    private static var events: [EventLog.Event] {
        [
            .init(
                at: time(5), kind: "step", text: "reload (line 9)",
                fields: [.init("id", 1), .init("verb", "reload"), .init("number", 1)]),
            .init(
                at: time(90), kind: "call", text: "reload 200",
                fields: [
                    .init("id", 2), .init("status", 200), .init("ms", 40.0),
                    .init("request", "POST /reload"), .init("outcome", "fast-forwarded"),
                ]),
            .init(
                at: time(100), kind: "ref", text: "local main moved",
                fields: [
                    .init("actor", "local"), .init("ref", "refs/heads/main"), .init("old", a),
                    .init("new", b),
                ]),
            .init(
                at: time(101), kind: "log", text: "{\"message\":\"\(hostile)\"}",
                fields: [.init("level", "warn"), .init("message", hostile)]),
            .init(
                at: time(130), kind: "answer", text: "reload 200",
                fields: [
                    .init("id", 2), .init("status", 200), .init("ms", 40.0), .init("to", "call"),
                    .init("request", "POST /reload"),
                ]),
            .init(
                at: time(180), kind: "step-end", text: "reload failed",
                fields: [.init("id", 1), .init(name: "ok", value: .boolean(false))]),
        ]
    }

    static func verdict(
        _ status: Verdict.Status, id: String = "case", title: String = "a title"
    ) -> Verdict {
        var verdict = Verdict(id: id, file: "Scenarios/reload/\(id.prefix(3)).yaml", status: status)
        verdict.title = title
        verdict.seconds = 0.2
        verdict.chronicle = chronicle()
        guard !status.isGood else { return verdict }
        verdict.explanation = ["step 1 of 1 \(hostile)", "wanted <a> & \"b\""]
        let excerpt = Excerpt(
            file: verdict.file, first: 8, lines: ["steps:", "  - reload: {}"], line: 9, column: 5,
            length: 6)
        verdict.trouble = Trouble(
            verb: "reload", number: 1, steps: 1, place: nil,
            spots: [
                .init(
                    Mismatch(key: "status", wanted: "200", seen: "503 \(hostile)"),
                    excerpt: excerpt)
            ])
        verdict.findings = [Finding(.noTornRead, "records of gen 1 and gen 2 \(hostile)")]
        return verdict
    }

    static var context: RunContext {
        var context = RunContext(
            git: "2.39.5", server: "livetree 0.1.0", seed: 7, started: "2026-11-21T09:00:00Z",
            folder: "/runs/1")
        context.commit = "5fa0447e01+"
        context.machine = "2 processors, load 0.61"
        context.command = "scenarios run --suite core"
        return context
    }

    /// A passed, a failed and a skipped case with hostile words wherever words can be.
    static var summary: RunSummary {
        var skipped = verdict(.skipped, id: "left-out")
        skipped.explanation = ["needs # \\ \(hostile)"]
        var known = verdict(.expectedFailure, id: "known")
        known.reason = "issue #7"
        return RunSummary(
            [
                verdict(.passed), verdict(.failed, id: "bad\(hostile)", title: hostile), skipped,
                known,
            ], context: context)
    }
}
