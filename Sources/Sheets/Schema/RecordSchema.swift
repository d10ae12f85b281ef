import Synchronization

/// A compiled JSON Schema (draft 7), safe to use from any thread.
///
/// References inside the schema are followed, none that leads out of it: nothing is ever fetched.
/// The formats of draft 7 are looked at, as the reference implementation of the record format does.
/// Depth, work and time of a validation are bounded; one that reaches a bound ends with a problem
/// that says so.
package final class RecordSchema: Sendable {
    private let handle: Mutex<SchemaHandle>

    /// Compiles the schema's JSON text.
    package init(json: String) throws(SchemaError) {
        handle = Mutex(try SchemaHandle(compiling: Array(json.utf8)))
    }

    /// Returns what is wrong with a record, at most `Limits.schemaProblems`; it is looked at as the
    /// JSON that is served.
    package func problems(of fields: TOMLTable) -> [FieldProblem] {
        problems(ofJSON: fields.json)
    }

    /// The same for a JSON document, such as a record that is served.
    package func problems(ofJSON document: [UInt8]) -> [FieldProblem] {
        handle.withLock { $0.problems(of: document, limit: Limits.schemaProblems) }
    }
}
