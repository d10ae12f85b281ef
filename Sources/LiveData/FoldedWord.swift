import Foundation

/// Words as search compares them: lower case, without diacritics.
///
/// FTS5 decides what a hit is; this finds the place in a hit's text and weighs samples.
enum FoldedWord {
    /// Folds one word's UTF-8.
    static func fold(_ bytes: some Collection<UInt8>) -> [UInt8] {
        if bytes.allSatisfy({ $0 < 0x80 }) { return bytes.map(lowercased) }
        let text = String(decoding: bytes, as: UTF8.self)
        return Array(
            text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil).utf8)
    }

    static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Calls `body` with the byte range of each word of a text, in order, until it returns false.
    static func forEachWord(
        in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Bool
    ) {
        var start: Int?
        var offset = 0
        while offset < text.count {
            let (isWord, width) = character(at: offset, in: text)
            if isWord {
                if start == nil { start = offset }
            } else if let first = start {
                guard body(first..<offset) else { return }
                start = nil
            }
            offset += width
        }
        if let first = start { _ = body(first..<text.count) }
    }

    /// Whether the character at an offset belongs to a word, and its length in bytes.
    private static func character(
        at offset: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> (isWord: Bool, width: Int) {
        let byte = text[offset]
        if byte < 0x80 {
            let lower = byte | 0x20
            let isLetter = lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
            return (isLetter || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")), 1)
        }
        let width = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
        let end = min(offset + width, text.count)
        let scalar = String(decoding: text[offset..<end], as: UTF8.self).unicodeScalars.first
        return (scalar.map(SearchQuery.belongsToWord) ?? false, end - offset)
    }
}
