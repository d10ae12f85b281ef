/// A decimal float with more characters than toml++ takes, though TOML sets no limit and
/// canonical floats have up to 327: they are written without an exponent.
struct LongNumber {
    /// Characters from which on toml++ may refuse a number.
    static let length = 120

    private let place: Range<Int>
    private let value: Double

    /// Nil when the text at `place`, with white space around it, is no such float.
    init?(in text: UnsafeRawBufferPointer, at place: Range<Int>) {
        let isBlank: (UInt8) -> Bool = { [0x09, 0x0D, 0x20].contains($0) }
        guard let first = text[place].firstIndex(where: { !isBlank($0) }),
            let last = text[place].lastIndex(where: { !isBlank($0) }),
            last + 1 - first >= Self.length, Self.isFloat(text[first...last]),
            let value = Double(
                String(decoding: text[first...last].filter { $0 != 0x5F }, as: UTF8.self)),
            value.isFinite
        else { return nil }
        self.place = first..<last + 1
        self.value = value
    }

    /// Writes the same float with an exponent, filled up with spaces: places in messages stay.
    func shorten(in text: inout [UInt8]) {
        let short = Array(value.description.utf8)
        let fill = [UInt8](repeating: 0x20, count: place.count - short.count)
        text.replaceSubrange(place, with: short + fill)
    }

    /// Whether bytes are a float as TOML 1.0 spells it, with a point or an exponent.
    private static func isFloat(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        var rest = text
        skipSign(&rest)
        let isZero = rest.first == UInt8(ascii: "0")
        guard let whole = skipDigits(&rest), whole == 1 || !isZero else { return false }
        var isFloat = false
        if rest.first == UInt8(ascii: ".") {
            rest.removeFirst()
            guard skipDigits(&rest) != nil else { return false }
            isFloat = true
        }
        if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
            rest.removeFirst()
            skipSign(&rest)
            guard skipDigits(&rest) != nil else { return false }
            isFloat = true
        }
        return isFloat && rest.isEmpty
    }

    private static func skipSign(_ rest: inout Slice<UnsafeRawBufferPointer>) {
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
            rest.removeFirst()
        }
    }

    /// Skips digits with single underscores between them; nil when there are none or they are
    /// malformed, else how many characters.
    private static func skipDigits(_ rest: inout Slice<UnsafeRawBufferPointer>) -> Int? {
        let start = rest.startIndex
        var endsWithDigit = false
        while let byte = rest.first {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard isDigit || (byte == UInt8(ascii: "_") && endsWithDigit) else { break }
            endsWithDigit = isDigit
            rest.removeFirst()
        }
        return endsWithDigit ? rest.startIndex - start : nil
    }
}
