/// A verdict for programs.
package enum VerdictJSON {
    /// Everything about one case but its events and reads.
    package static func value(_ verdict: Verdict, context: RunContext?) -> DataValue {
        var fields: [DataValue.Field] = [
            .init("id", verdict.id), .init("file", verdict.file), .init("title", verdict.title),
            .init("status", verdict.status.rawValue), .init("seconds", verdict.seconds),
            .init("seed", Int(clamping: verdict.seed)),
            .init("again", verdict.again(context)),
        ]
        if let context {
            fields += [.init("git", context.git), .init("server", context.server)]
            if let commit = context.commit { fields.append(.init("commit", commit)) }
            if let mutant = context.mutant { fields.append(.init("mutant", mutant)) }
        }
        for (name, texts) in [
            ("states", verdict.states), ("tags", verdict.tags),
            ("explanation", verdict.explanation), ("figures", verdict.figures),
            ("relaxed", verdict.relaxed),
        ] where !texts.isEmpty {
            fields.append(.init(name, texts))
        }
        for (name, text) in [
            ("why", verdict.why), ("reason", verdict.reason), ("folder", verdict.folder),
        ] {
            if let text { fields.append(.init(name, text)) }
        }
        if let trouble = verdict.trouble {
            fields.append(.init(name: "failure", value: json(trouble)))
        }
        if let chronicle = verdict.chronicle {
            fields += [
                .init(name: "invariants", value: .list(invariants(verdict, chronicle))),
                .init("reads", chronicle.readCount),
                .init("violations", chronicle.violationCount),
                .init(name: "before", value: json(chronicle.before)),
                .init(name: "after", value: json(chronicle.after)),
            ]
        }
        return .map(fields)
    }

    private static func json(_ trouble: Trouble) -> DataValue {
        var fields: [DataValue.Field] = [
            .init("verb", trouble.verb), .init("steps", trouble.steps),
        ]
        if let number = trouble.number { fields.append(.init("step", number)) }
        if let place = trouble.place { fields.append(.init("place", place.description)) }
        let spots = trouble.spots.map { spot in
            DataValue.map(
                [
                    .init("key", spot.mismatch.key), .init("expected", spot.mismatch.wanted),
                    .init("seen", spot.mismatch.seen),
                ] + (spot.excerpt.map { [.init("place", $0.place)] } ?? []))
        }
        return .map(fields + [.init(name: "mismatches", value: .list(spots))])
    }

    /// Each invariant with what was found: `holds`, `broken`, `relaxed`; `unjudged` after a failed
    /// step, because the rest is only judged at the end.
    private static func invariants(_ verdict: Verdict, _ chronicle: Chronicle) -> [DataValue] {
        Invariant.judged.map { invariant in
            let isRelaxed = verdict.relaxed.contains { $0.hasPrefix(invariant.rawValue + ":") }
            let evidence =
                verdict.findings.filter { $0.invariant == invariant }.map(\.text)
                + chronicle.violations.filter { $0.finding.invariant == invariant }.prefix(20)
                .map { "\($0.crew): \($0.finding.text)" }
            let state =
                if isRelaxed { "relaxed" } else if !evidence.isEmpty { "broken" } else {
                    verdict.trouble == nil ? "holds" : "unjudged"
                }
            return .map(
                [.init("name", invariant.rawValue), .init("state", state)]
                    + (evidence.isEmpty ? [] : [.init("evidence", evidence)]))
        }
    }

    private static func json(_ picture: HistoryPicture) -> DataValue {
        let commits = picture.commits.map {
            DataValue.map([
                .init("id", $0.id), .init("name", $0.name), .init("parents", $0.parents),
            ])
        }
        let refs = picture.refs.map {
            DataValue.map([
                .init("actor", $0.actor), .init("ref", $0.name), .init("commit", $0.commit),
                .init("name", picture.name(of: $0.commit)),
            ])
        }
        return .map([
            .init(name: "commits", value: .list(commits)), .init(name: "refs", value: .list(refs)),
        ])
    }
}
