import Foundation
import JSONModel
import Sheets
import Testing

/// Random schemas and records: what one program writes, the other must take.
@Suite struct SchemaOracleTests {
    @Test(
        .enabled(if: PythonOracle.hasGitsheets, "needs the Python package gitsheets"),
        arguments: ["1", "2", "3"])
    func judgesAsGitsheetsDoes(seed: String) async throws {
        let answer = try #require(
            await PythonOracle.run(["-c", SchemaOracleScript.text, seed, "500"]))
        try #require(answer.status == 0)
        guard case .array(let cases) = try JSON.parse([UInt8](answer.output)) else {
            Issue.record("the script printed no list")
            return
        }
        #expect(cases.count == 500)
        var differences: [String] = []
        var good = 0
        for item in cases {
            let text = String(decoding: (item["schema"] ?? nil).bytes, as: UTF8.self)
            let schema = try RecordSchema(json: text)
            guard case .array(let records)? = item["records"],
                case .array(let valid)? = item["valid"]
            else { continue }
            for (record, isValid) in zip(records, valid) {
                let found = schema.problems(ofJSON: record.bytes)
                good += found.isEmpty ? 1 : 0
                guard JSON.bool(found.isEmpty) != isValid else { continue }
                differences.append(
                    "\(text) \(String(decoding: record.bytes, as: UTF8.self)) \(found)")
            }
        }
        #expect(differences.prefix(2) == [])
        #expect(differences.count == 0)
        #expect((1_000...5_000).contains(good))
    }
}
