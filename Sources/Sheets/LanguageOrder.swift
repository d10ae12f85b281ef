import Foundation

/// The order of `sort = true`: the root order of the Unicode collation algorithm by base letters
/// alone, where punctuation and blanks do not count and digits count as the number they form.
///
/// Known here for ASCII and its letters with accents; other scripts need tables that only ICU has.
enum LanguageOrder {
    private static let number: UInt32 = 32
    private static let letter: UInt32 = 64
    /// The characters of ASCII that are neither punctuation nor letters nor digits, in order.
    private static let symbols = Array("`^+<=>|~$".utf8)

    /// Returns what to compare element by element; nil when the value holds other characters.
    static func key(of value: TOMLValue) -> [UInt32]? {
        var key: [UInt32] = []
        var digits: [UInt32] = []
        for scalar in text(of: value).decomposedStringWithCanonicalMapping.unicodeScalars {
            if case "0"..."9" = scalar {
                digits.append(scalar.value)
                continue
            }
            end(&digits, in: &key)
            switch scalar {
            case "a"..."z": key.append(letter + scalar.value - 0x61)
            case "A"..."Z": key.append(letter + scalar.value - 0x41)
            case "\u{300}"..."\u{36F}": break
            case "\0"..."\u{7F}":
                let byte = UInt8(truncatingIfNeeded: scalar.value)
                if let rank = symbols.firstIndex(of: byte) { key.append(UInt32(rank + 1)) }
            default: return nil
            }
        }
        end(&digits, in: &key)
        return key
    }

    /// Appends a number so that longer ones come later.
    private static func end(_ digits: inout [UInt32], in key: inout [UInt32]) {
        guard !digits.isEmpty else { return }
        let significant = digits.drop { $0 == 0x30 }
        key.append(number)
        key.append(UInt32(significant.count))
        key.append(contentsOf: significant)
        digits = []
    }

    /// The value as text: floats as in paths, arrays and tables as JavaScript, others as TOML.
    private static func text(of value: TOMLValue) -> String {
        switch value {
        case .string(let text): return text
        case .array(let values): return values.map { text(of: $0) }.joined(separator: ",")
        case .table: return "[object Object]"
        case .float(let number): return NumberText.path(number)
        default:
            var output: [UInt8] = []
            TOMLWriter.append(value, to: &output)
            return String(decoding: output, as: UTF8.self)
        }
    }
}
