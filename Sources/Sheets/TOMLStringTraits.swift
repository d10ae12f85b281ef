/// What of a text decides how TOML quotes it.
struct TOMLStringTraits {
    /// Length of the longest run of `'`.
    private(set) var singleQuotes = 0
    /// Length of the longest run of `"`.
    private(set) var doubleQuotes = 0
    private(set) var hasBackslash = false
    private(set) var hasNewline = false
    /// Whether characters are there that only an escape can write: controls but tab and newline.
    private(set) var hasControls = false

    init(_ text: some Sequence<UInt8>) {
        var singles = 0
        var doubles = 0
        for byte in text {
            singles = byte == UInt8(ascii: "'") ? singles + 1 : 0
            doubles = byte == UInt8(ascii: "\"") ? doubles + 1 : 0
            singleQuotes = max(singleQuotes, singles)
            doubleQuotes = max(doubleQuotes, doubles)
            switch byte {
            case UInt8(ascii: "\\"): hasBackslash = true
            case UInt8(ascii: "\n"): hasNewline = true
            case UInt8(ascii: "\t"): break
            case 0x00...0x1F, 0x7F: hasControls = true
            default: break
            }
        }
    }
}
