import JSONModel

/// A compiled JSON Schema (draft 7), safe to use from any thread.
package final class RecordSchema: Sendable {
    /// Compiles the schema's JSON text.
    package init(json: String) throws(SchemaError) {
        do throws(JSONSyntaxError) {
            _ = try JSON.parse(Array(json.utf8))
        } catch {
            throw SchemaError(message: error.message)
        }
    }

    /// Returns what is wrong with a record, at most `Limits.schemaProblems`; it is looked at as the
    /// JSON that is served.
    package func problems(of fields: TOMLTable) -> [FieldProblem] {
        []
    }
}
