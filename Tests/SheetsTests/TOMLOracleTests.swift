import Foundation
import Sheets
import Testing

/// Generated documents, a third of them damaged, read by us and by Python's `tomllib`.
@Suite struct TOMLOracleTests {
    @Test(
        .enabled(if: PythonOracle.hasTOML, "needs Python 3.11 or later"),
        arguments: [UInt32(1), 2, 3])
    func readsWhatPythonReadsAndRefusesWhatItRefuses(_ seed: UInt32) async throws {
        let made = try #require(
            await PythonOracle.run(["-c", TOMLOracleScript.text, "make", "\(seed)", "2000"]))
        try #require(made.status == 0)
        let documents = try JSONDecoder().decode([Data].self, from: made.output)
        #expect(documents.count == 2000)
        let declaration = try sheet(path: "${{ no-such-field }}")
        let answers = documents.map { document -> String in
            switch read([UInt8](document), at: "x", of: declaration) {
            case .json(let json): json
            case .problem(let line, let reason): "!\(line ?? 0) \(reason)"
            }
        }
        let input = try JSONEncoder().encode(answers)
        let judged = try #require(
            await PythonOracle.run(
                ["-c", TOMLOracleScript.text, "judge", "\(seed)", "2000"], input: input))
        try #require(judged.status == 0)
        let verdict = try JSONDecoder().decode(Verdict.self, from: judged.output)
        #expect(verdict.differences == [])
        // A generator that makes only one kind proves nothing.
        #expect(verdict.read > 500)
        #expect(verdict.refused > 500)
    }

    struct Verdict: Decodable {
        let read: Int
        let refused: Int
        let differences: [String]
    }
}
