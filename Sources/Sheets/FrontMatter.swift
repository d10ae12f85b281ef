/// A markdown record split at its `+++` lines, by the rules of the reference implementation:
/// the first such line opens, the next closes, text before the first is not read, and a text
/// without both is body only.
struct FrontMatter {
    /// The TOML between the lines.
    let header: UnsafeRawBufferPointer
    /// Lines of the file before `header`.
    let linesBefore: Int
    /// The text, without the blank line before it and the line end after it.
    let body: UnsafeRawBufferPointer

    init(splitting text: UnsafeRawBufferPointer) {
        let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard let opener = Self.delimiter(in: text, from: start) else {
            self.init(header: text[start..<start], linesBefore: 0, body: text[start...])
            return
        }
        let inner = Self.behindLineEnd(in: text, at: opener.upperBound)
        guard let closer = Self.delimiter(in: text, from: inner) else {
            self.init(header: text[inner..<inner], linesBefore: 0, body: text[inner...])
            return
        }
        var bodyStart = Self.behindLineEnd(in: text, at: closer.upperBound)
        bodyStart = Self.behindLineEnd(in: text, at: bodyStart)
        let endsWithLine = text.count > bodyStart && text[text.count - 1] == 0x0A
        self.init(
            header: text[inner..<closer.lowerBound],
            linesBefore: text[..<inner].count { $0 == 0x0A },
            body: text[bodyStart..<(endsWithLine ? text.count - 1 : text.count)])
    }

    private init(
        header: Slice<UnsafeRawBufferPointer>, linesBefore: Int,
        body: Slice<UnsafeRawBufferPointer>
    ) {
        self.header = UnsafeRawBufferPointer(rebasing: header)
        self.linesBefore = linesBefore
        self.body = UnsafeRawBufferPointer(rebasing: body)
    }

    private static func behindLineEnd(in text: UnsafeRawBufferPointer, at index: Int) -> Int {
        index < text.count && text[index] == 0x0A ? index + 1 : index
    }

    /// Finds what the reference's `(?m)^\+\+\+\s*$` finds: the white space may run over blank
    /// lines, and the match ends at the last line end within it.
    private static func delimiter(
        in text: UnsafeRawBufferPointer, from start: Int
    ) -> Range<Int>? {
        var line = start
        while line < text.count {
            if text[line...].starts(with: [0x2B, 0x2B, 0x2B]) {
                var end: Int?
                var index = line + 3
                while true {
                    if index == text.count || text[index] == 0x0A { end = index }
                    let space = whiteSpace(in: text, at: index)
                    guard space > 0 else { break }
                    index += space
                }
                if let end { return line..<end }
            }
            guard let lineEnd = text[line...].firstIndex(of: 0x0A) else { return nil }
            line = lineEnd + 1
        }
        return nil
    }

    /// Bytes of the Unicode white space character at `index`, 0 when it is another.
    private static func whiteSpace(in text: UnsafeRawBufferPointer, at index: Int) -> Int {
        guard index < text.count else { return 0 }
        switch text[index] {
        case 0x09...0x0D, 0x20: return 1
        case 0x00..<0x80: return 0
        default:
            let rest = text[index...].prefix(4)
            guard let scalar = String(decoding: rest, as: UTF8.self).unicodeScalars.first,
                scalar.properties.isWhitespace
            else { return 0 }
            return UTF8.width(scalar)
        }
    }
}
