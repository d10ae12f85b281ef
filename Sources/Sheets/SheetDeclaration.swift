/// What `.gitsheets/<name>.toml` says about a sheet.
package struct SheetDeclaration: Hashable, Sendable {
    package let name: String
    /// Folder of the records, without slashes at its ends; "" is the whole tree.
    package let root: String
    package let template: PathTemplate
    package let format: RecordFormat
    /// In the order of the fields' bytes.
    package let sorts: [FieldSort]
    /// The JSON Schema (draft 7) as JSON text; enforced on writes only.
    package let schema: String?
    /// Why the sheet cannot be written to; empty when it can.
    package let readOnlyReasons: [String]
}
