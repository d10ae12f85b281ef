import FuzzKit

@testable import Sheets

/// What holds for the schema of a declaration.
enum SchemaRules {
    /// It is refused, or judges each record within bounds.
    static func check(_ sheet: SheetDeclaration, _ record: TOMLTable) {
        guard let text = sheet.schema else { return }
        let schema: RecordSchema
        do throws(SchemaError) {
            schema = try RecordSchema(json: text)
        } catch {
            claim(!error.message.isEmpty, "a schema is refused without a reason")
            return
        }
        let problems = schema.problems(of: record)
        claim(
            problems.count <= Sheets.Limits.schemaProblems, "\(problems.count) problems are told")
        for problem in problems {
            claim(!problem.reason.isEmpty, "a problem at \(problem.pointer) has no words")
        }
    }
}
