/// Text and elements of a page. Nothing reaches a page but through here.
enum HTMLText {
    /// Text without what HTML gives a meaning to, in content and in quoted attributes alike.
    static func escape(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\n", "\t": out.unicodeScalars.append(scalar)
            // Control characters, and those that turn the direction of what follows.
            case _
            where scalar.value < 32 || (0x7F...0x9F).contains(scalar.value)
                || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value):
                out += "\u{FFFD}"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// An element around content that is markup already.
    static func element(
        _ name: String, _ attributes: [(String, String)] = [], _ content: String
    ) -> String {
        let written = attributes.map { " \($0.0)=\"\(escape($0.1))\"" }.joined()
        return "<\(name)\(written)>\(content)</\(name)>"
    }

    /// An element around text.
    static func text(_ name: String, _ kind: String = "", _ text: String) -> String {
        element(name, kind.isEmpty ? [] : [("class", kind)], escape(text))
    }

    /// The beginning of a text.
    static func cut(_ text: String, at limit: Int) -> String {
        text.count > limit ? text.prefix(limit) + "…" : text
    }

    /// `+1.234 s`.
    static func moment(_ seconds: Double) -> String { "+\(FailureText.seconds(seconds)) s" }
}
