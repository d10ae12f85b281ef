/// What a masked string needs to be refused as the original is.
enum TOMLEscapes {
    /// Stands in for the first escape that TOML does not know; empty when all are known.
    static func unknown(in text: String) -> String {
        var rest = Substring(text).unicodeScalars
        while let next = rest.popFirst() {
            guard next == "\\" else { continue }
            guard let kind = rest.popFirst() else { return "" }
            switch kind {
            case "b", "t", "n", "f", "r", "\"", "\\": continue
            case "u", "U":
                let digits = rest.prefix(kind == "u" ? 4 : 8)
                guard isHex(digits, count: kind == "u" ? 4 : 8),
                    let value = UInt32(String(Substring(digits)), radix: 16),
                    Unicode.Scalar(value) != nil
                else { return "\\q" }
                rest = rest.dropFirst(digits.count)
            // Newer versions of TOML know these two.
            case "e": return "\\e"
            case "x": return isHex(rest.prefix(2), count: 2) ? "\\x41" : "\\q"
            default:
                // An end of line may be escaped, with blanks before it.
                let line = rest.prefix { $0 != "\n" }
                let isBlank = line.allSatisfy { [" ", "\t", "\r"].contains($0) }
                let isEnd = isBlank && line.endIndex < rest.endIndex
                guard kind == "\n" || isEnd && [" ", "\t", "\r"].contains(kind)
                else { return "\\q" }
            }
        }
        return ""
    }

    private static func isHex(_ text: Substring.UnicodeScalarView, count: Int) -> Bool {
        text.count == count && text.allSatisfy { $0.properties.isASCIIHexDigit }
    }

    /// The control characters of a text, which TOML has nowhere.
    static func controls(in text: String) -> String {
        var found = String.UnicodeScalarView()
        for scalar in text.unicodeScalars
        where (scalar.value < 0x20 || scalar.value == 0x7F) && scalar != "\t" {
            found.append(scalar)
        }
        return String(found)
    }
}
