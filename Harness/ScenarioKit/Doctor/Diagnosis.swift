/// What the doctor says about a repository.
package struct Diagnosis: Sendable {
    /// The folder git works in.
    package var repository: String
    /// The branch looked at.
    package var branch: String
    /// The states found, in the order of the catalogue.
    package var findings: [DoctorFinding] = []
    /// How a reconcile would end.
    package var prediction: DoctorPrediction

    /// The states found, each once.
    package var states: [CatalogueState] {
        var seen: Set<CatalogueState> = []
        return findings.map(\.state).filter { seen.insert($0).inserted }
    }
}

extension Diagnosis: CustomStringConvertible {
    /// For people: a paragraph a state, then the prediction.
    package var description: String {
        var lines = ["\(repository), branch \(branch)"]
        for state in states {
            lines.append("\(state.rawValue)  \(state.sentence)")
            let evidence = findings.filter { $0.state == state }.map(\.evidence)
            lines += evidence.prefix(Self.shown).map { "      \($0)" }
            if evidence.count > Self.shown {
                lines.append("      … and \(evidence.count - Self.shown) more")
            }
        }
        let outcomes = prediction.outcomes.map(\.rawValue).joined(separator: " or ")
        lines.append("A reconcile would end as \(outcomes): \(prediction.why)")
        if let report = prediction.report { lines.append("Rehearsed on copies: \(report)") }
        return lines.joined(separator: "\n")
    }

    /// For programs.
    package var json: String {
        let states = states.map { state in
            DataValue.map([
                .init(name: "id", value: .string(state.rawValue)),
                .init(name: "sentence", value: .string(state.sentence)),
                .init(
                    name: "evidence",
                    value: .list(
                        findings.filter { $0.state == state }.map { .string($0.evidence) })),
            ])
        }
        let report = prediction.report.flatMap { JSONText.parse(Array($0.utf8)) }
        return JSONText.write(
            .map([
                .init(name: "repository", value: .string(repository)),
                .init(name: "branch", value: .string(branch)),
                .init(name: "states", value: .list(states)),
                .init(
                    name: "prediction",
                    value: .map([
                        .init(
                            name: "outcomes",
                            value: .list(prediction.outcomes.map { .string($0.rawValue) })),
                        .init(name: "why", value: .string(prediction.why)),
                        .init(name: "rehearsal", value: report ?? .null),
                    ])),
            ]))
    }

    private static let shown = 5
}
