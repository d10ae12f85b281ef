import Foundation
import ScenarioKit
import Simulation

/// Asks git, too, what must become of each reload of a case.
struct Opinions {
    /// What a file that cannot be served has in the oracle's repository.
    private static let spoilt = "cannot be served"
    /// Lines between two fields, so that a merge by lines is one by fields.
    private static let distance = 8

    let git: String
    /// A new one for the oracle's repository; it is gone afterwards.
    let folder: String

    /// All reloads that leave nothing open.
    ///
    /// - Throws: `HarnessError` when git cannot be asked.
    func ask(about result: CaseResult) async throws -> [Opinion] {
        guard !result.consultations.isEmpty else { return [] }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let history = result.history
        let fields = Set(history.flatMap { $0.records.values.flatMap { ($0.fields ?? [:]).keys } })
            .sorted()
        let commits = history.map { commit in
            OracleCommit(
                number: commit.number, parents: commit.parents, message: commit.message,
                files: Self.files(commit.records, fields))
        }
        let oracle = try await GitOracle(
            commits, spoilt: Self.spoilt, git: git, folder: folder)
        var opinions: [Opinion] = []
        for asked in result.consultations {
            if let opinion = try await opinion(of: oracle, on: asked, fields) {
                opinions.append(opinion)
            }
        }
        return opinions
    }

    private func opinion(
        of oracle: GitOracle, on asked: Consultation, _ fields: [String]
    ) async throws -> Opinion? {
        var question = OracleQuestion(local: asked.local, remote: asked.remote)
        question.accepted = asked.accepted
        question.withdrawn = asked.withdrawn
        question.replays = asked.replays
        question.adoption = asked.adoption
        var model = asked.predicted.word
        var simulated = asked.simulated
        var kept: Int?
        if case .replayed(let replayed) = asked.predicted {
            question.expected = Self.files(replayed.records, fields)
            kept = replayed.kept.count
        }
        guard let answer = try await oracle.answer(question) else { return nil }
        var said = answer.word
        if let kept, let theirs = answer.replayed {
            // The simulated server is held to the model's commits and records by the simulation.
            if simulated == model { simulated += " of \(kept)" }
            model += " of \(kept)"
            said += " of \(theirs)" + (answer.isAsExpected == false ? " with other records" : "")
        }
        return Opinion(
            step: asked.step, command: asked.command, model: model, git: said,
            simulated: simulated)
    }

    /// Records as files whose fields are so far apart that lines merge as fields do.
    static func files(_ records: RecordMap, _ fields: [String]) -> [String: String] {
        var files: [String: String] = [:]
        for (name, record) in records {
            guard let values = record.fields else {
                files["people/\(name)"] = spoilt + "\n"
                continue
            }
            files["people/\(name)"] = fields.map { field in
                // With the name, so that no file looks like another that was renamed.
                let lines = (1...distance).map { "# \(name) \($0) before \(field)\n" }.joined()
                return lines + (values[field].map { "\(field) = \($0)\n" } ?? "no \(field)\n")
            }.joined()
        }
        return files
    }
}
