/// Writes and edits TOML as text, line by line: what is not touched keeps its bytes.
///
/// It knows top-level `key = value` lines only, which is all the language's `set`, `patch` and
/// `stamp` speak of.
package enum TOMLText {
    /// One top-level `key = value`, which may span several lines.
    struct Statement {
        let key: String
        /// Indices of its lines.
        let lines: Range<Int>
        /// The text after `=`, trimmed, without a comment when it is a simple value.
        let value: String
    }

    /// Fields as a TOML document, keys in the order given; null fields are left out.
    package static func render(_ fields: [DataValue.Field]) -> String {
        fields.compactMap { field in
            render(field.value).map { "\(key(field.name)) = \($0)\n" }
        }.joined()
    }

    /// `text` with fields set: a top-level key that is there keeps its place and gets the value,
    /// a new one is added at the end of the top level, and null removes the key.
    package static func patch(_ text: String, _ fields: [DataValue.Field]) -> String {
        var lines = split(text)
        for field in fields {
            let line = render(field.value).map { "\(key(field.name)) = \($0)" }
            let found = statements(lines).first { $0.key == field.name }
            if let found {
                lines.replaceSubrange(found.lines, with: line.map { [$0] } ?? [])
            } else if let line {
                lines.insert(line, at: endOfTopLevel(lines))
            }
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    /// The top-level fields of `text`. A value that is neither a string, a number nor a boolean
    /// comes back as its text.
    package static func fields(_ text: String) -> [DataValue.Field] {
        statements(split(text)).map { statement in
            DataValue.Field(name: statement.key, value: value(statement.value))
        }
    }

    // MARK: Writing

    private static func key(_ name: String) -> String {
        let bare =
            !name.isEmpty
            && name.utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                    || $0 == 45 || $0 == 95
            }
        return bare ? name : quoted(name)
    }

    private static func render(_ value: DataValue) -> String? {
        switch value {
        case .null: return nil
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return String(value)
        case .string(let text): return quoted(text)
        case .list(let items):
            return "[\(items.compactMap(render).joined(separator: ", "))]"
        case .map(let fields):
            let parts = fields.compactMap { field in
                render(field.value).map { "\(key(field.name)) = \($0)" }
            }
            return "{ \(parts.joined(separator: ", ")) }"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let hex = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    // MARK: Reading

    private static func split(_ text: String) -> [String] {
        // By scalar: "\r\n" is a single Character, and a carriage return must survive an edit.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private static func statements(_ lines: [String]) -> [Statement] {
        var result: [Statement] = []
        var index = 0
        while index < lines.count {
            let line = lines[index].drop { $0 == " " || $0 == "\t" }
            if line.first == "[" { break }
            guard let (name, rest) = keyAndRest(line) else {
                index += 1
                continue
            }
            var scanner = TOMLValueScanner(rest)
            var end = index + 1
            while !scanner.isComplete, end < lines.count {
                scanner.feed(lines[end][...])
                end += 1
            }
            result.append(Statement(key: name, lines: index..<end, value: scanner.value))
            index = end
        }
        return result
    }

    /// The line at which the first table begins, or the end.
    private static func endOfTopLevel(_ lines: [String]) -> Int {
        var index = statements(lines).last?.lines.upperBound ?? 0
        guard let table = lines[index...].firstIndex(where: { $0.hasPrefix("[") }) else {
            return lines.count
        }
        // Before the blank lines and comments that belong to the table.
        index = table
        while index > 0, lines[index - 1].isEmpty || lines[index - 1].hasPrefix("#") { index -= 1 }
        return index
    }

    private static func keyAndRest(_ line: Substring) -> (String, Substring)? {
        guard let first = line.first, first != "#" else { return nil }
        if first == "\"" || first == "'" {
            let body = line.dropFirst()
            guard let close = body.firstIndex(of: first) else { return nil }
            let tail = body[body.index(after: close)...].drop { $0 == " " || $0 == "\t" }
            guard tail.first == "=" else { return nil }
            return (String(body[..<close]), tail.dropFirst())
        }
        guard let equals = line.firstIndex(of: "=") else { return nil }
        let name = line[..<equals].reversed().drop { $0 == " " || $0 == "\t" }.reversed()
        return (String(name), line[line.index(after: equals)...])
    }

    private static func value(_ text: String) -> DataValue {
        if text == "true" || text == "false" { return .boolean(text == "true") }
        if text.hasPrefix("\"\"\"") || text.hasPrefix("'''") { return .string(text) }
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") {
            return .string(String(text.dropFirst().dropLast()))
        }
        if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
            return .string(unescaped(text.dropFirst().dropLast()))
        }
        let digits = text.filter { $0 != "_" }
        if let number = Int64(digits) { return .integer(number) }
        if let number = Double(digits), number.isFinite { return .number(number) }
        return .string(text)
    }

    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let escape = rest.popFirst() else {
                result.append(scalar)
                continue
            }
            switch escape {
            case "n": result.append("\n")
            case "t": result.append("\t")
            case "r": result.append("\r")
            case "b": result.append("\u{8}")
            case "f": result.append("\u{c}")
            case "u", "U":
                let width = escape == "u" ? 4 : 8
                let hex = String(String.UnicodeScalarView(rest.prefix(width)))
                rest = rest.dropFirst(width)
                if let code = UInt32(hex, radix: 16), let decoded = Unicode.Scalar(code) {
                    result.append(decoded)
                }
            default: result.append(escape)
            }
        }
        return String(result)
    }
}
