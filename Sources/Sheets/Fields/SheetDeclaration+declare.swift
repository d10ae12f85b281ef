package import JSONModel

extension SheetDeclaration {
    /// `.gitsheets/<name>.toml`
    package static func path(ofSheet name: String) -> String { "\(folder)/\(name).toml" }

    /// Returns the canonical declaration file whose `gitsheet` table is given as JSON. Whether it
    /// declares a sheet is told by `parse`.
    package static func bytes(declaring table: JSON) throws(RecordRefusal) -> [UInt8] {
        var file = TOMLTable()
        file["gitsheet"] = .table(try FieldReader.fields(putting: table, over: nil))
        return TOMLWriter.bytes(of: file, sorts: [])
    }
}
