import Foundation
import Sheets
import Testing

/// Random records as gitsheets writes them, byte for byte.
@Suite struct TOMLWriterOracleTests {
    @Test(
        .enabled(if: PythonOracle.hasGitsheets, "needs the Python package gitsheets"),
        arguments: [("records", UInt32(1)), ("records", 2), ("texts", 3), ("texts", 4)])
    func writesTheBytesThatGitsheetsWrites(_ mode: String, _ seed: UInt32) async throws {
        let answer = try #require(
            await PythonOracle.run(["-c", CanonicalOracleScript.text, mode, "\(seed)", "2000"]))
        try #require(answer.status == 0)
        let pairs = try JSONDecoder().decode([[Data]].self, from: answer.output)
        #expect(pairs.count == 2000)
        var differences: [String] = []
        for pair in pairs {
            let document = [UInt8](pair[0])
            let table = try RecordCodec.toml.fields(of: document)
            let written = TOMLWriter.bytes(of: table)
            if written != [UInt8](pair[1]) {
                differences.append(String(decoding: document, as: UTF8.self).debugDescription)
            }
        }
        #expect(differences.prefix(3) == [])
        #expect(differences.count == 0)
    }
}

extension RecordCodec {
    /// A sheet of TOML records without declared orders.
    static let toml = RecordCodec(format: .toml, sorts: [])
}

extension RecordFormat {
    /// Plain TOML records.
    static let toml = RecordFormat(
        kind: .toml, bodyField: nil, titleField: nil, normalizesBody: false)
    /// Markdown records whose text is not touched on writes.
    static let markdown = RecordFormat(
        kind: .markdown, bodyField: "body", titleField: nil, normalizesBody: false)
}
