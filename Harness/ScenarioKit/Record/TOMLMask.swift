/// Masks the values of TOML text token by token, so that keys, their order and the lines stay: two
/// texts merge afterwards as they did before. What is no TOML stays none, at the same line.
struct TOMLMask {
    /// What of a text stays.
    private enum Part {
        /// Keys, and the values of some fields.
        case record
        /// All but comments, annotations and what is no TOML.
        case declaration
    }

    private var names: Pseudonyms
    /// Fields whose values stay.
    private let fields: Set<String>

    /// Keys of a sheet's declaration whose values are told to people only.
    private static let annotations = ["$comment", "comment", "description", "label", "title"]

    init(_ names: Pseudonyms, keeping fields: Set<String>) {
        self.names = names
        self.fields = fields
    }

    /// A path, masked with the words of the values: a record's place follows from its fields.
    mutating func path(_ path: String) -> String { names.path(path) }

    /// Masks a whole file; between `+++` lines at its beginning it is TOML, the rest is text.
    mutating func mask(_ text: String, isTOML: Bool) -> String {
        guard !isTOML else { return mask(text, as: .record) }
        // "\r\n" is one Character in Swift, so that splitting has to look at scalars.
        let lines = Self.lines(of: text)
        let bounds = lines.indices.filter { ["+++", "+++\r"].contains(lines[$0]) }.prefix(2)
        guard bounds.first == 0 else { return prose(text) }
        let end = bounds.count > 1 ? bounds[1] : lines.count
        let front = lines[1..<end].joined(separator: "\n")
        var parts = [lines[0]]
        if end > 1 { parts.append(mask(front, as: .record)) }
        if end < lines.count {
            parts.append(lines[end])
            for index in (end + 1)..<lines.count { parts.append(line(lines[index])) }
        }
        return parts.joined(separator: "\n")
    }

    /// Masks the declaration of a sheet: what git and the server read of it stays.
    mutating func declaration(_ text: String) -> String { mask(text, as: .declaration) }

    /// Masks a file of attributes: attributes stay, and so do the signs in patterns.
    mutating func attributes(_ text: String) -> String {
        Self.lines(of: text).map { line in
            if line.hasPrefix("#") { return "#" + self.line(String(line.dropFirst())) }
            if line.hasPrefix("[attr]") { return line }
            let quoted = line.hasPrefix("\"") ? line.lastIndex(of: "\"") : nil
            let end =
                quoted.map { line.index(after: $0) } ?? line.firstIndex(where: \.isWhitespace)
                ?? line.endIndex
            return names.path(String(line[..<end])) + line[end...]
        }.joined(separator: "\n")
    }

    /// Masks text line by line.
    mutating func prose(_ text: String) -> String {
        Self.lines(of: text).map { line($0) }.joined(separator: "\n")
    }

    /// Masks what is no text in UTF-8, line by line: a line that is none stays none.
    mutating func bytes(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return Array(
            lines.map { line -> [UInt8] in
                if line.isEmpty { return [] }
                let digits = line.map { String($0, radix: 16) }.joined(separator: " ")
                let isText = String(validating: line, as: UTF8.self) != nil
                return Array(names.word("bytes \(digits)").utf8) + (isText ? [] : [0xFF])
                    + (line.contains(0) ? [0] : [])
            }.joined(separator: [0x0A]))
    }

    private static func lines(of text: String) -> [String] {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { String($0) }
    }

    /// A line of text, its end and its control characters kept; rules between texts stay.
    private mutating func line(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: TOMLLexer.isWord) else { return text }
        let controls = TOMLEscapes.controls(in: text)
        var plain = text
        plain.unicodeScalars.removeAll { controls.unicodeScalars.contains($0) }
        return names.word("line \(plain)") + controls
    }

    // MARK: Tokens

    private mutating func mask(_ text: String, as part: Part) -> String {
        var out = ""
        for token in TOMLLexer.tokens(of: text) { out += masked(token, as: part) }
        return out
    }

    private mutating func masked(_ token: TOMLToken, as part: Part) -> String {
        switch token.kind {
        case .structure, .key: return token.text
        case .comment: return "#" + line(String(token.text.dropFirst()))
        case .broken: return broken(token.text)
        case .rest(let mark):
            let body = String(token.text.unicodeScalars.dropFirst(mark.count))
            return mark + lines(body, in: mark)
        case .string(let mark):
            return stays(token, as: part) ? token.text : string(token.text, mark)
        case .bare: return stays(token, as: part) ? token.text : bare(token.text)
        }
    }

    private func stays(_ token: TOMLToken, as part: Part) -> Bool {
        switch part {
        case .record:
            token.keys.contains(where: fields.contains)
        case .declaration where token.kind == .bare:
            TOMLValue(token.text) != nil
        case .declaration:
            !Self.annotations.contains(token.keys.last ?? "")
        }
    }

    private mutating func string(_ text: String, _ mark: String) -> String {
        var body = text.unicodeScalars.dropFirst(mark.count).dropLast(mark.count)
        var tail = ""
        // Marks before the last three decide what the next one is.
        while mark.count > 1, tail.count < 2, let last = body.last,
            mark.unicodeScalars.first == last
        {
            tail.unicodeScalars.append(last)
            body.removeLast()
        }
        let told =
            body.contains("\n") ? lines(String(body), in: mark) : content(String(body), mark)
        return mark + told + tail + mark
    }

    private mutating func lines(_ body: String, in mark: String) -> String {
        let lines = Self.lines(of: body)
        return lines.indices.map { index in
            self.line(lines[index], in: mark, isLast: index == lines.count - 1)
        }.joined(separator: "\n")
    }

    /// A line of a string; what would have to be escaped does not stay.
    private mutating func line(_ text: String, in mark: String, isLast: Bool) -> String {
        let isPlain = !text.unicodeScalars.contains { Self.marks.contains($0) }
        if isPlain { return line(text) }
        let escape =
            mark.hasPrefix("\"") ? TOMLEscapes.unknown(in: text + (isLast ? "" : "\n")) : ""
        let controls = TOMLEscapes.controls(in: text)
        var plain = text
        plain.unicodeScalars.removeAll { controls.unicodeScalars.contains($0) }
        return names.word("line \(plain)") + escape + controls
    }

    private static let marks = Set("\"'\\".unicodeScalars)

    /// What stands in a string of one line.
    private mutating func content(_ body: String, _ mark: String) -> String {
        let hasMark = mark.count > 1 && body.unicodeScalars.contains { Self.marks.contains($0) }
        guard body.contains("\\") || hasMark else { return names.words(body) }
        let escape = mark.hasPrefix("\"") ? TOMLEscapes.unknown(in: body) : ""
        return names.word(body) + TOMLEscapes.controls(in: body) + escape
    }

    private mutating func bare(_ text: String) -> String {
        switch TOMLValue(text) {
        case nil: return broken(text)
        case .keyword: return text
        case .integer(let sign, let digits):
            let isHuge = Int64(sign + digits.filter { $0 != "_" }) == nil
            return sign + numbers(digits) + (isHuge ? String(repeating: "0", count: 20) : "")
        case .float(let mantissa, let exponent): return numbers(mantissa) + exponent
        case .radix(let prefix, let digits):
            let base = ["0x": 16, "0o": 8, "0b": 2][prefix] ?? 10
            return prefix + String(names.count(prefix + digits), radix: base)
        case .moment(let day, let between, let time, let fraction, let offset):
            return (day.isEmpty ? "" : names.day(day)) + between
                + (time.isEmpty ? "" : names.time(time))
                + (fraction.isEmpty ? "" : "." + names.number(fraction)) + offset
        }
    }

    /// Each run of digits by itself.
    private mutating func numbers(_ text: String) -> String {
        var out = ""
        var run = ""
        for character in text {
            if character.isNumber {
                run.append(character)
            } else {
                out += (run.isEmpty ? "" : names.number(run)) + "\(character)"
                run = ""
            }
        }
        return out + (run.isEmpty ? "" : names.number(run))
    }

    /// What is no TOML: every word is masked by one that is no value, all signs stay.
    private mutating func broken(_ text: String) -> String {
        let body = String(text.unicodeScalars.dropFirst())
        if text.hasPrefix("\"") || text.hasPrefix("'"), body.contains("\\") {
            // A string without an end: what is escaped in it is no word.
            let escape = text.hasPrefix("\"") ? TOMLEscapes.unknown(in: body) : ""
            let escapesEnd = body.reversed().prefix { $0 == "\\" }.count % 2 == 1
            return text.prefix(1) + names.word(body) + TOMLEscapes.controls(in: body) + escape
                + (escapesEnd ? "\\" : "")
        }
        var out = ""
        var run = ""
        for scalar in text.unicodeScalars {
            if TOMLLexer.isWord(scalar) {
                run.unicodeScalars.append(scalar)
            } else {
                out += word(run)
                out.unicodeScalars.append(scalar)
                run = ""
            }
        }
        return out + word(run)
    }

    private mutating func word(_ run: String) -> String {
        if run.isEmpty { return "" }
        // Letters of other scripts are what may have made it no key.
        let isForeign = run.unicodeScalars.contains { !$0.isASCII }
        return names.noNumber(run) + (isForeign ? "é" : "")
    }
}
