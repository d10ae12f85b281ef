/// Everything about a run but its events, as one JSON object or as one a line.
enum JSONReport {
    static func text(_ summary: RunSummary) -> String {
        let cases = summary.verdicts.map { VerdictJSON.value($0, context: summary.context) }
        return JSONText.write(
            .map(head(summary) + [.init(name: "cases", value: .list(cases))])) + "\n"
    }

    /// A line for each case, with `type` `case`, and a last one of type `summary`.
    static func lines(_ summary: RunSummary) -> String {
        let cases = summary.verdicts.map { verdict -> DataValue in
            guard case .map(let fields) = VerdictJSON.value(verdict, context: summary.context)
            else { return .null }
            return .map([.init("type", "case")] + fields)
        }
        let last = DataValue.map([.init("type", "summary")] + head(summary))
        return (cases + [last]).map { JSONText.write($0) + "\n" }.joined()
    }

    private static func head(_ summary: RunSummary) -> [DataValue.Field] {
        var fields: [DataValue.Field] = [.init("summary", summary.line)]
        fields += Verdict.Status.allCases.compactMap { status in
            let count = summary.count(status)
            return count > 0 ? .init(status.rawValue, count) : nil
        }
        guard let context = summary.context else { return fields }
        fields += [
            .init("git", context.git), .init("server", context.server),
            .init("seed", Int(clamping: context.seed)), .init("started", context.started),
            .init("seconds", context.seconds), .init("folder", context.folder),
        ]
        for (name, text) in [
            ("commit", context.commit), ("machine", context.machine), ("command", context.command),
        ] {
            if let text, !text.isEmpty { fields.append(.init(name, text)) }
        }
        if let mutant = context.mutant { fields.append(.init("mutant", mutant)) }
        return fields
    }
}
