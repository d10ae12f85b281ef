/// Cuts the part of a text that is shown of a hit: one line, at most `Limits.snippetCharacters`.
enum Snippet {
    /// Characters before the word found, at most; the cut is after a space where there is one.
    private static let lead = 40
    /// What is left for the text itself beside two `…`.
    private static let body = Limits.snippetCharacters - 2

    /// Around a byte offset of a text where each byte near it is a character of its own; nil for
    /// other texts. Counting characters costs more than finding the hit did.
    static func plain(_ text: String, around found: Int) -> String? {
        var text = text
        return text.withUTF8 { bytes in
            var start = max(0, found - lead)
            // A byte on either side tells whether the characters at the cuts end there.
            let near = bytes[max(0, start - 1)..<min(bytes.count, found + body + 1)]
            guard near.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "\r") }) else { return nil }
            if start > 0, let space = bytes[start..<found].firstIndex(where: isSpace) {
                start = space + 1
            }
            let end = min(start + body, bytes.count)
            let words = bytes[start..<end].split(whereSeparator: isSpace)
                .joined(separator: CollectionOfOne(UInt8(ascii: " ")))
            return framed(
                String(decoding: Array(words), as: UTF8.self), start > 0, end < bytes.count)
        }
    }

    /// Around a byte offset of any text.
    static func any(_ text: String, around found: Int) -> String {
        let hit = text.utf8.index(text.utf8.startIndex, offsetBy: found)
        var start =
            text.index(hit, offsetBy: -lead, limitedBy: text.startIndex) ?? text.startIndex
        if start > text.startIndex, let space = text[start..<hit].firstIndex(where: \.isWhitespace)
        {
            start = text.index(after: space)
        }
        let end = text.index(start, offsetBy: body, limitedBy: text.endIndex) ?? text.endIndex
        let line = text[start..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return framed(IndexedText.shown(line), start > text.startIndex, end < text.endIndex)
    }

    private static func framed(_ line: String, _ isCutBefore: Bool, _ isCutAfter: Bool) -> String {
        (isCutBefore ? "…" : "") + line + (isCutAfter ? "…" : "")
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
    }
}
