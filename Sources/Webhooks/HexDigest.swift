/// The 32 bytes of a SHA-256 digest, written in hexadecimal.
enum HexDigest {
    /// Reads `prefix` and 64 digits, nothing else.
    static func read(_ text: String, prefix: String) -> [UInt8]? {
        let digits = text.utf8.dropFirst(prefix.utf8.count)
        guard text.utf8.starts(with: prefix.utf8), digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        var high: UInt8?
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            if let upper = high { bytes.append(upper << 4 | value) }
            high = high == nil ? value : nil
        }
        return bytes
    }

    /// Lower-case digits only, as every sender writes them: one text per signature.
    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
