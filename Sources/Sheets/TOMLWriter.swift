/// Writes a record as canonical TOML: the bytes that gitsheets writes for the same record.
///
/// Keys are in the order of their UTF-8 bytes at every depth. Plain values come before the
/// sections of a table; a section's header is left out where its only content are sections.
package enum TOMLWriter {
    /// Returns the document of a record; `sorts` order the arrays of its top-level fields.
    ///
    /// A sort that cannot be done here leaves its field as it is: `RecordCodec` refuses those.
    package static func bytes(of table: TOMLTable, sorts: [FieldSort] = []) -> [UInt8] {
        var output: [UInt8] = []
        append(contentOf: FieldSort.sorting(table, by: sorts), name: [], to: &output)
        return output
    }

    /// Appends the pairs of a table, then its sections; `name` is the table's header as written.
    private static func append(
        contentOf table: TOMLTable, name: [UInt8], to output: inout [UInt8]
    ) {
        for entry in table.entries where !isSection(entry.value) {
            append(key: entry.key, to: &output)
            output.append(contentsOf: " = ".utf8)
            append(entry.value, to: &output)
            output.append(UInt8(ascii: "\n"))
        }
        for entry in table.entries {
            var inner = name
            if !inner.isEmpty { inner.append(UInt8(ascii: ".")) }
            append(key: entry.key, to: &inner)
            switch entry.value {
            case .table(let section):
                if section.entries.isEmpty || !section.entries.allSatisfy({ isSection($0.value) }) {
                    append(header: inner, open: "[", close: "]", to: &output)
                }
                append(contentOf: section, name: inner, to: &output)
            case .array(let values) where isSection(entry.value):
                for case .table(let section) in values {
                    append(header: inner, open: "[[", close: "]]", to: &output)
                    append(contentOf: section, name: inner, to: &output)
                }
            default: break
            }
        }
    }

    /// Whether a value is written below a header of its own: a table, or an array of tables only.
    private static func isSection(_ value: TOMLValue) -> Bool {
        switch value {
        case .table: true
        case .array(let values): !values.isEmpty && values.allSatisfy(\.isTable)
        default: false
        }
    }

    private static func append(
        header: [UInt8], open: String, close: String, to output: inout [UInt8]
    ) {
        if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
        output.append(contentsOf: open.utf8)
        output.append(contentsOf: header)
        output.append(contentsOf: close.utf8)
        output.append(UInt8(ascii: "\n"))
    }
}

extension TOMLValue {
    /// Whether the value is a table.
    fileprivate var isTable: Bool {
        if case .table = self { true } else { false }
    }
}
