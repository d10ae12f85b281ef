import JSONModel
import Testing

@testable import Sheets

@Suite("Schemas and records with random damage", .enabled(if: SchemaSuite.isInstalled))
struct SchemaFuzzTests {
    /// Whatever becomes of a schema, the answer is a refusal or a list of problems.
    @Test func nothingCrashesTheValidator() throws {
        var random = RandomTables(seed: 0xF022)
        let groups = try SchemaSuite.groups(in: "draft7")
        let values = groups.flatMap { group in
            [group.schema] + group.tests.compactMap { $0["data"] }
        }
        var compiled = 0
        for _ in 0..<3_000 {
            let group = groups[Int.random(in: 0..<groups.count, using: &random)]
            let schema = Self.damaged(group.schema, with: values, &random)
            guard
                let ready = try? RecordSchema(json: String(decoding: schema.bytes, as: UTF8.self))
            else { continue }
            compiled += 1
            for _ in 0..<3 {
                let document = values[Int.random(in: 0..<values.count, using: &random)]
                #expect(ready.problems(ofJSON: document.bytes).count <= Limits.schemaProblems)
            }
        }
        #expect(compiled > 500)
    }

    /// Puts another value in the place of one in ten.
    private static func damaged(
        _ json: JSON, with values: [JSON], _ random: inout RandomTables
    ) -> JSON {
        if Int.random(in: 0..<10, using: &random) == 0 {
            return values[Int.random(in: 0..<values.count, using: &random)]
        }
        switch json {
        case .array(let items):
            return .array(items.map { damaged($0, with: values, &random) })
        case .object(let members):
            return .object(
                members.map { JSON.Member($0.key, damaged($0.value, with: values, &random)) })
        default: return json
        }
    }
}
