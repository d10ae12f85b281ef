import GitModel
import JSONModel
import Reconcile
import Reload

extension ReloadReport {
    /// The 200 of CONTRACT §3.
    var json: JSON {
        .object([
            "ok": true, "outcome": .string(outcome.rawValue), "swapped": .bool(swapped),
            "oldCommit": .optional(oldCommit?.hex), "newCommit": .optional(newCommit?.hex),
            "ahead": .count(ahead), "behind": .count(behind), "pushed": .bool(pushed),
            "dropped": .array(dropped.map { .string($0.hex) }),
            "conflictBranch": .optional(conflictBranch?.branch.text),
            "changedRecords": .count(changedRecords), "durationMs": .number(duration.milliseconds),
            "timings": .object([
                "fetchMs": .number(timings.fetch.milliseconds),
                "decideMs": .number(timings.decide.milliseconds),
                "buildMs": .number(timings.build.milliseconds),
                "swapMs": .number(timings.swap.milliseconds),
            ]),
        ])
    }
}
