import Foundation
import Sheets
import Testing

/// Arrays of random values in the order that gitsheets gives them.
@Suite struct FieldSortOracleTests {
    @Test(
        .enabled(if: PythonOracle.hasGitsheets, "needs the Python package gitsheets"),
        arguments: [
            "true", "false", #"["a"]"#, #"["b", "a"]"#, #"{ a = "DESC" }"#,
            #"{ b = "ASC", a = "DESC" }"#, #"{ a = "DESC", b = "ASC" }"#,
        ])
    func sortsAsGitsheetsDoes(_ sort: String) async throws {
        let answer = try #require(
            await PythonOracle.run(["-c", SortOracleScript.text, sort, "1", "300"]))
        try #require(answer.status == 0)
        let pairs = try JSONDecoder().decode([[Data]].self, from: answer.output)
        #expect(pairs.count == 300)
        let declaration = try sheet(
            path: "${{ zzz }}", "[gitsheet.fields.k]\nsort = \(sort)")
        let codec = RecordCodec(format: declaration.format, sorts: declaration.sorts)
        var differences: [String] = []
        for pair in pairs {
            let written = try codec.bytes(of: codec.fields(of: [UInt8](pair[0])))
            if written != [UInt8](pair[1]) {
                differences.append(String(decoding: pair[1], as: UTF8.self).debugDescription)
                differences.append(String(decoding: written, as: UTF8.self).debugDescription)
            }
        }
        #expect(differences.prefix(2) == [])
        #expect(differences.count == 0)
    }
}
