import Foundation

/// Masks the values of TOML text token by token, so that keys, their order and the lines stay: two
/// texts merge afterwards as they did before. What is no token of TOML stays as it is.
struct TOMLMask {
    private var names: Pseudonyms
    /// Fields whose values stay.
    private let fields: Set<String>

    init(_ names: Pseudonyms, keeping fields: Set<String>) {
        self.names = names
        self.fields = fields
    }

    /// A path, masked with the words of the values: a record's place follows from its fields.
    mutating func path(_ path: String) -> String { names.path(path) }

    /// Masks a whole file; between `+++` lines it is TOML, other lines are text.
    mutating func mask(_ text: String, isTOML: Bool) -> String {
        var isFields = isTOML
        var closing: String?
        var lines: [String] = []
        // "\r\n" is one Character in Swift, so that splitting has to look at scalars.
        let scalars = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for line in scalars.map({ Substring($0) }) {
            if !isTOML, line == "+++" {
                isFields.toggle()
                lines.append(String(line))
            } else if isFields {
                lines.append(mask(line: line, closing: &closing))
            } else {
                lines.append(free(line))
            }
        }
        return lines.joined(separator: "\n")
    }

    private mutating func mask(line: Substring, closing: inout String?) -> String {
        if let end = closing {
            guard let found = line.firstRange(of: end) else { return free(line) }
            closing = nil
            return free(line[..<found.lowerBound]) + line[found.lowerBound...]
        }
        let (key, value) = Self.split(line)
        let name = key.trimmingCharacters(in: .init(charactersIn: " \t=\"'"))
        if fields.contains(name) { return String(line) }
        return key + tokens(value, closing: &closing)
    }

    /// The key with its `=`, and the value behind it; a line without is value throughout.
    private static func split(_ line: Substring) -> (key: String, value: Substring) {
        let trimmed = line.drop { $0 == " " || $0 == "\t" }
        if trimmed.hasPrefix("[") { return (String(line), "") }
        guard let first = trimmed.first,
            first.isLetter || first.isNumber || "_\"'-".contains(first),
            let equals = line.firstIndex(of: "=")
        else { return ("", line) }
        return (String(line[...equals]), line[line.index(after: equals)...])
    }

    private mutating func tokens(_ text: Substring, closing: inout String?) -> String {
        var rest = text
        var out = ""
        while let first = rest.first {
            if rest.hasPrefix("\"\"\"") || rest.hasPrefix("'''") {
                let mark = String(rest.prefix(3))
                let inside = rest.dropFirst(3)
                guard let end = inside.firstRange(of: mark) else {
                    closing = mark
                    return out + mark + free(inside)
                }
                out += mark + names.words(String(inside[..<end.lowerBound])) + mark
                rest = inside[end.upperBound...]
            } else if first == "\"" || first == "'" {
                guard let end = Self.end(of: rest) else { return out + rest }
                out += "\(first)" + names.words(String(rest[..<end].dropFirst())) + "\(first)"
                rest = rest[rest.index(after: end)...]
            } else if first == "#" {
                return out + "#" + free(rest.dropFirst())
            } else if let day = rest.prefixMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) {
                out += names.day(String(day.output))
                rest = rest[day.range.upperBound...]
            } else if let word = rest.prefixMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) {
                out += word.output
                rest = rest[word.range.upperBound...]
            } else if let number = rest.prefixMatch(of: /[0-9]+/) {
                out += names.number(String(number.output))
                rest = rest[number.range.upperBound...]
            } else {
                out.append(first)
                rest = rest.dropFirst()
            }
        }
        return out
    }

    /// Where a string that begins `text` ends.
    private static func end(of text: Substring) -> Substring.Index? {
        guard let mark = text.first else { return nil }
        var index = text.index(after: text.startIndex)
        while index < text.endIndex {
            if text[index] == mark { return index }
            if text[index] == "\\", mark == "\"" { index = text.index(after: index) }
            guard index < text.endIndex else { return nil }
            index = text.index(after: index)
        }
        return nil
    }

    /// A line of text, its end of line kept.
    private mutating func free(_ line: Substring) -> String {
        let carriage = line.hasSuffix("\r") ? "\r" : ""
        let text = line.hasSuffix("\r") ? line.dropLast() : line
        return text.allSatisfy(\.isWhitespace)
            ? String(line) : names.word("line \(text)") + carriage
    }
}
