/// Finds out whether bytes are UTF-8, and where they are not.
enum UTF8Check {
    /// Returns the line, from 1, of the first byte that does not belong; nil when all do.
    static func firstBadLine(in text: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while index < text.count {
            let length = sequenceLength(in: text, at: index)
            guard length > 0 else {
                return 1 + text[..<index].count { $0 == 0x0A }
            }
            index += length
        }
        return nil
    }

    /// Bytes of the well-formed run at `index`: eight at once for ASCII, else those of one
    /// character; 0 when there is none. The ranges are table 3-7 of the Unicode standard.
    private static func sequenceLength(in text: UnsafeRawBufferPointer, at index: Int) -> Int {
        if index + 8 <= text.count {
            let word = text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            if word & 0x8080_8080_8080_8080 == 0 { return 8 }
        }
        let lead = text[index]
        switch lead {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: return follows(text, index, 1, 0x80...0xBF)
        case 0xE0: return follows(text, index, 2, 0xA0...0xBF)
        case 0xED: return follows(text, index, 2, 0x80...0x9F)
        case 0xE1...0xEF: return follows(text, index, 2, 0x80...0xBF)
        case 0xF0: return follows(text, index, 3, 0x90...0xBF)
        case 0xF4: return follows(text, index, 3, 0x80...0x8F)
        case 0xF1...0xF3: return follows(text, index, 3, 0x80...0xBF)
        default: return 0
        }
    }

    private static func follows(
        _ text: UnsafeRawBufferPointer, _ index: Int, _ count: Int, _ second: ClosedRange<UInt8>
    ) -> Int {
        guard index + count < text.count, second.contains(text[index + 1]) else { return 0 }
        for offset in 1...count where text[index + offset] & 0xC0 != 0x80 { return 0 }
        return count + 1
    }
}
