/// The files of one sheet's records: bytes to fields, and fields to canonical bytes.
package struct RecordCodec: Hashable, Sendable {
    package let format: RecordFormat
    package let sorts: [FieldSort]

    package init(format: RecordFormat, sorts: [FieldSort]) {
        self.format = format
        self.sorts = sorts
    }

    /// Returns the fields of a record; the text of a markdown record is its body field.
    package func fields(of bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
        try TOMLReader.withBytes(of: bytes) { text throws(TOMLError) in
            try TOMLReader.check(text)
            guard let body = format.bodyField else { return try Self.table(of: text) }
            let parts = FrontMatter(splitting: text)
            do throws(TOMLError) {
                var table = try Self.table(of: parts.header)
                table[body] = .string(String(decoding: parts.body, as: UTF8.self))
                return table
            } catch {
                throw TOMLError(
                    line: error.line.map { $0 + parts.linesBefore }, column: error.column,
                    message: error.message)
            }
        }
    }

    /// Why records of this format cannot be written; nil when they can.
    package var readOnlyReason: String? {
        if format.normalizesBody {
            return "its text goes through a markdown formatter on writes "
                + "(gitsheet.format.normalize is not false)"
        }
        for sort in sorts {
            guard case .script = sort.rule else { continue }
            return "the sort of its field `\(sort.field)` is JavaScript"
        }
        return nil
    }

    /// Returns the canonical file of a record.
    package func bytes(of fields: TOMLTable) throws(RecordWriteError) -> [UInt8] {
        if let readOnlyReason { throw .readOnly(readOnlyReason) }
        if let field = FieldSort.unsortableField(of: fields, by: sorts) {
            throw .unsortable(field: field)
        }
        let bytes = try canonical(fields)
        guard bytes.count <= Limits.recordBytes else { throw .tooLarge(bytes.count) }
        return bytes
    }

    private func canonical(_ fields: TOMLTable) throws(RecordWriteError) -> [UInt8] {
        guard let body = format.bodyField else { return TOMLWriter.bytes(of: fields, sorts: sorts) }
        guard case .string(let text)? = fields[body] else { throw .textIsNoString(field: body) }
        var header = fields
        header[body] = nil
        if let field = format.titleField {
            let title = MarkdownTitle.first(in: text).map(TOMLValue.string)
            guard header[field] == nil || header[field] == title else {
                throw .titleDisagrees(field: field)
            }
            header[field] = title
        }
        var output = Array("+++\n".utf8)
        output += TOMLWriter.bytes(of: header, sorts: sorts)
        output += Array("+++\n\n".utf8)
        output += Array(text.utf8)
        if text.utf8.last != UInt8(ascii: "\n") { output.append(UInt8(ascii: "\n")) }
        return output
    }

    private static func table(of text: UnsafeRawBufferPointer) throws(TOMLError) -> TOMLTable {
        guard case .table(let table) = try TOMLReader.parse(text) else { return TOMLTable() }
        return table
    }
}
