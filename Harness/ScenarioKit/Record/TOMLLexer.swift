/// Splits any text into tokens of TOML: what is none is a token as well, so that nothing is lost.
struct TOMLLexer {
    private struct Frame {
        let isTable: Bool
        /// The keys of the value that the bracket begins.
        let keys: [String]
    }

    private let text: [Unicode.Scalar]
    private var index = 0
    private var frames: [Frame] = []
    private var keys: [String] = []
    private var expectsKey = true
    /// Whether nothing but blanks stands before on this line.
    private var isAtStart = true
    private var found: [TOMLToken] = []

    private init(_ text: String) { self.text = Array(text.unicodeScalars) }

    static func tokens(of text: String) -> [TOMLToken] {
        var lexer = TOMLLexer(text)
        lexer.run()
        return lexer.found
    }

    /// A letter or digit of any script.
    static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return ("a"..."z").contains(scalar) || isUpperOrDigit(scalar) }
        return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }

    private static func isUpperOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    private mutating func run() {
        // A mark of the byte order is no part of the first key.
        if text.first == "\u{FEFF}" { take(1, .structure) }
        while index < text.count {
            let scalar = text[index]
            if scalar == "\n" {
                take(1, .structure)
                isAtStart = true
                if frames.isEmpty { (expectsKey, keys) = (true, []) }
            } else if Self.isBlank(scalar) {
                take(1, .structure)
            } else {
                if scalar == "#" {
                    take(endOfLine - index, .comment)
                } else if expectsKey {
                    readKey()
                } else if !recovers() {
                    readValue(scalar)
                }
                isAtStart = false
            }
        }
    }

    private mutating func take(_ count: Int, _ kind: TOMLToken.Kind, _ keys: [String]? = nil) {
        var piece = String.UnicodeScalarView()
        piece.append(contentsOf: text[index..<index + count])
        found.append(TOMLToken(kind: kind, text: String(piece), keys: keys ?? self.keys))
        index += count
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\r"
    }

    private func scalar(at index: Int) -> Unicode.Scalar? {
        index < text.count ? text[index] : nil
    }

    /// Where this line ends, before its end of line.
    private var endOfLine: Int {
        let end = text[index...].firstIndex(of: "\n") ?? text.count
        return end > index && end < text.count && text[end - 1] == "\r" ? end - 1 : end
    }

    // MARK: Keys

    private mutating func readKey() {
        if frames.isEmpty, text[index] == "[", let end = endOfHeader() {
            take(end - index, .key, [])
            expectsKey = false
        } else if let key = key(at: index), scalar(at: key.end) == "=" {
            keys = (frames.last?.keys ?? []) + key.parts
            take(key.end - index, .key, key.parts)
            take(1, .structure)
            expectsKey = false
        } else if frames.isEmpty {
            take(max(1, endOfLine - index), .broken)
        } else {
            expectsKey = false
            readValue(text[index])
        }
    }

    /// Begins anew at `key =` on a line of its own within an array, which is never TOML.
    private mutating func recovers() -> Bool {
        guard isAtStart, frames.last?.isTable == false, let key = key(at: index),
            scalar(at: key.end) == "=", text[index] != "\"", text[index] != "'"
        else { return false }
        frames = []
        readKey()
        return true
    }

    /// Where the name of a table ends, when it is one.
    private func endOfHeader() -> Int? {
        let depth = scalar(at: index + 1) == "[" ? 2 : 1
        guard let key = key(at: index + depth) else { return nil }
        for offset in 0..<depth where scalar(at: key.end + offset) != "]" { return nil }
        return key.end + depth
    }

    /// A key with all its parts, and where what follows it begins.
    private func key(at start: Int) -> (end: Int, parts: [String])? {
        var parts: [String] = []
        var at = start
        while true {
            at = skipped(from: at)
            guard let end = endOfPart(at), end > at else { return nil }
            var part = String.UnicodeScalarView()
            part.append(contentsOf: text[at..<end])
            let isQuoted = text[at] == "\"" || text[at] == "'"
            parts.append(isQuoted ? String(String(part).dropFirst().dropLast()) : String(part))
            at = skipped(from: end)
            guard scalar(at: at) == "." else { return (at, parts) }
            at += 1
        }
    }

    private func skipped(from start: Int) -> Int {
        var at = start
        while let next = scalar(at: at), next == " " || next == "\t" { at += 1 }
        return at
    }

    private func endOfPart(_ start: Int) -> Int? {
        guard let first = scalar(at: start) else { return nil }
        if first == "\"" || first == "'" { return endOfString(start) }
        var at = start
        while let next = scalar(at: at), next.isASCII,
            Self.isWord(next) || next == "_" || next == "-"
        { at += 1 }
        return at
    }

    // MARK: Values

    private mutating func readValue(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "'": readString(scalar)
        case "[", "{":
            frames.append(Frame(isTable: scalar == "{", keys: keys))
            expectsKey = scalar == "{"
            take(1, .structure)
        case "]", "}":
            if let frame = frames.popLast() { keys = frame.keys }
            take(1, .structure)
        case ",":
            expectsKey = frames.last?.isTable == true
            take(1, .structure)
        default:
            let end = endOfBare(index)
            take(max(1, end - index), end > index ? .bare : .structure)
        }
    }

    private func endOfBare(_ start: Int) -> Int {
        var at = start
        while let next = scalar(at: at), Self.isWord(next) || "_+-.:".unicodeScalars.contains(next)
        { at += 1 }
        // A blank may stand between a day and its time.
        let isDay = at - start == 10 && text[start + 4] == "-" && text[start + 7] == "-"
        if isDay, scalar(at: at) == " ", scalar(at: at + 3) == ":" {
            at += 1
            return endOfBare(at)
        }
        return at
    }

    private mutating func readString(_ mark: Unicode.Scalar) {
        let isLong = scalar(at: index + 1) == mark && scalar(at: index + 2) == mark
        if isLong {
            let marks = String(repeating: "\(mark)", count: 3)
            guard let end = endOfLongString(index) else {
                return take(text.count - index, .rest(mark: marks))
            }
            take(end - index, .string(mark: marks))
        } else if let end = endOfString(index) {
            take(end - index, .string(mark: "\(mark)"))
        } else {
            take(max(1, endOfLine - index), .broken)
        }
    }

    /// Where a string of one line ends that begins at `start`.
    private func endOfString(_ start: Int) -> Int? {
        var at = start + 1
        while let next = scalar(at: at), next != "\n" {
            if next == text[start] { return at + 1 }
            let isEscape = next == "\\" && text[start] == "\"" && scalar(at: at + 1) != "\n"
            at += isEscape ? 2 : 1
        }
        return nil
    }

    private func endOfLongString(_ start: Int) -> Int? {
        let mark = text[start]
        var at = start + 3
        while let next = scalar(at: at) {
            if next == mark, scalar(at: at + 1) == mark, scalar(at: at + 2) == mark {
                // Up to two marks before the last three are content.
                var end = at + 3
                while end < at + 5, scalar(at: end) == mark { end += 1 }
                return end
            }
            at += next == "\\" && mark == "\"" ? 2 : 1
        }
        return nil
    }
}
