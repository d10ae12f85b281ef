import GitModel
import Sheets
import Synchronization

/// Schemas are compiled once for each declaration.
final class SchemaCache: Sendable {
    private let compiled = Mutex<[BlobID: RecordSchema]>([:])

    /// The schema of a declaration, nil when it has none; throws when it is none.
    func schema(
        of declaration: SheetDeclaration, at blob: BlobID
    ) throws(SchemaError) -> RecordSchema? {
        guard let json = declaration.schema else { return nil }
        if let known = compiled.withLock({ $0[blob] }) { return known }
        let schema = try RecordSchema(json: json)
        compiled.withLock { compiled in
            if compiled.count >= Limits.schemas { compiled = [:] }
            compiled[blob] = schema
        }
        return schema
    }
}
