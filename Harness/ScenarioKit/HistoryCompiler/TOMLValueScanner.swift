/// Finds where a TOML value ends: a multi-line string or array goes on over the next lines.
struct TOMLValueScanner {
    private var text = ""
    private var depth = 0
    /// The quotes that would close the string we are in.
    private var open: String?

    /// Begins with what follows `=` on the key's line.
    init(_ first: Substring) { scan(first) }

    /// True when no string or bracket is open.
    var isComplete: Bool { open == nil && depth == 0 }

    /// The value so far, without surrounding blanks and without a comment behind it.
    var value: String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// Reads one more line.
    mutating func feed(_ line: Substring) {
        text += "\n"
        scan(line)
    }

    private mutating func scan(_ line: Substring) {
        var rest = line
        while let character = rest.first {
            if let quotes = open {
                if quotes.hasPrefix("\""), character == "\\" {
                    take(&rest, 2)
                } else if rest.hasPrefix(quotes) {
                    open = nil
                    take(&rest, quotes.count)
                } else {
                    take(&rest, 1)
                }
                continue
            }
            if character == "#" { return }
            if let quotes = ["\"\"\"", "'''", "\"", "'"].first(where: { rest.hasPrefix($0) }) {
                open = quotes
                take(&rest, quotes.count)
                continue
            }
            if character == "[" || character == "{" { depth += 1 }
            if character == "]" || character == "}" { depth = max(0, depth - 1) }
            take(&rest, 1)
        }
        // A string in single quotes ends with its line, whatever the writer forgot.
        if open?.count == 1 { open = nil }
    }

    private mutating func take(_ rest: inout Substring, _ count: Int) {
        text += rest.prefix(count)
        rest = rest.dropFirst(count)
    }
}
