/// Text as YAML and JSON both read it.
enum YAMLText {
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// A map in one line.
    static func map(_ pairs: [(key: String, value: String)]) -> String {
        "{" + pairs.map { "\($0.key): \($0.value)" }.joined(separator: ", ") + "}"
    }

    static func fields(_ fields: [String: String]) -> String {
        map(fields.sorted { $0.key < $1.key }.map { ($0.key, quoted($0.value)) })
    }

    /// A record's name in the path of a request.
    static func escaped(_ name: String) -> String {
        name.utf8.map { byte in
            let isPlain = (97...122).contains(byte) || (48...57).contains(byte)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain
                ? String(decoding: [byte], as: UTF8.self) : "%" + (hex.count < 2 ? "0" : "") + hex
        }.joined()
    }
}
