/// The first heading of a text, as the reference implementation finds it: by line, without
/// looking at code blocks, and never in a line with a carriage return.
enum MarkdownTitle {
    /// Returns what stands behind the first `# ` at the start of a line, without the blanks at its
    /// end; nil when there is no such line.
    static func first(in text: String) -> String? {
        for line in text.utf8.split(separator: UInt8(ascii: "\n"))
        where line.starts(with: "# ".utf8) && !line.contains(UInt8(ascii: "\r")) {
            let title = line.dropFirst(2)
            guard !title.isEmpty else { continue }
            let last = title.lastIndex { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            return String(Substring(title[...(last ?? title.startIndex)]))
        }
        return nil
    }
}
