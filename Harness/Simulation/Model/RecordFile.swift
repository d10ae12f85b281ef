/// How a record's file is written and read in simulated worlds: canonical TOML, strings only.
///
/// The reader is the model's own and knows no other TOML than this.
enum RecordFile {
    /// The folder of all records.
    static let folder = "people/"
    private static let suffix = ".toml"
    private static let unreadable = Array("slug = \n".utf8)

    /// Where the sheet is declared, and how.
    static let declaration = (
        path: ".gitsheets/people.toml",
        bytes: Array("[gitsheet]\nroot = \"people\"\npath = \"${{ slug }}\"\n".utf8)
    )

    static func path(of name: String) -> String { folder + name + suffix }

    /// Nil for a path that holds no record.
    static func name(ofPath path: String) -> String? {
        guard path.hasPrefix(folder) else { return nil }
        return String(path.dropFirst(folder.count).dropLast(suffix.count))
    }

    static func bytes(of record: RecordValue, name: String) -> [UInt8] {
        guard var fields = record.fields else { return unreadable }
        fields["slug"] = name
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key) = \"\($0.value)\"\n" }
        return Array(lines.joined().utf8)
    }

    static func record(in bytes: [UInt8]) -> RecordValue {
        var fields: [String: String] = [:]
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            guard let quote = line.firstIndex(of: UInt8(ascii: "\"")),
                line.last == UInt8(ascii: "\""), quote + 1 < line.endIndex
            else { return .unreadable }
            let key = line[..<quote].prefix { $0 != UInt8(ascii: " ") }
            let value = line[(quote + 1)..<(line.endIndex - 1)]
            fields[String(decoding: key, as: UTF8.self)] = String(decoding: value, as: UTF8.self)
        }
        fields["slug"] = nil
        return .fields(fields)
    }
}
