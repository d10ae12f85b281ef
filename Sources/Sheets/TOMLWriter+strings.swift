extension TOMLWriter {
    /// The four ways to quote a text.
    private enum Quoting {
        case basic
        case literal
        case longBasic
        case longLiteral
    }

    /// Appends a text in the first of the forms that needs no escape; tabs do not count, they are
    /// escaped wherever they can be.
    static func append(string text: String, to output: inout [UInt8]) {
        let traits = TOMLStringTraits(text.utf8)
        let isPlain = !traits.hasControls && !traits.hasBackslash
        if isPlain, traits.doubleQuotes == 0, !traits.hasNewline {
            append(text, as: .basic, to: &output)
        } else if !traits.hasControls, traits.singleQuotes == 0, !traits.hasNewline {
            append(text, as: .literal, to: &output)
        } else if isPlain, traits.doubleQuotes <= 2 {
            append(text, as: .longBasic, startsLine: traits.hasNewline, to: &output)
        } else if !traits.hasControls, traits.singleQuotes <= 2 {
            append(text, as: .longLiteral, startsLine: traits.hasNewline, to: &output)
        } else {
            append(
                text, as: traits.hasNewline ? .longBasic : .basic, startsLine: traits.hasNewline,
                to: &output)
        }
    }

    /// Appends a key: bare where that is possible, else basic, else literal, else escaped.
    static func append(key: String, to output: inout [UInt8]) {
        if FieldPath.isPlainName(key[...]) {
            output.append(contentsOf: key.utf8)
            return
        }
        let traits = TOMLStringTraits(key.utf8)
        let needsEscapes = traits.hasControls || traits.hasNewline
        let isBasic = !needsEscapes && !traits.hasBackslash && traits.doubleQuotes == 0
        let isLiteral = !needsEscapes && traits.singleQuotes == 0
        append(key, as: isLiteral && !isBasic ? .literal : .basic, to: &output)
    }

    /// Appends a quoted text; one with newlines starts on a line of its own.
    private static func append(
        _ text: String, as quoting: Quoting, startsLine: Bool = false, to output: inout [UInt8]
    ) {
        let delimiter =
            switch quoting {
            case .basic: "\""
            case .literal: "'"
            case .longBasic: "\"\"\""
            case .longLiteral: "'''"
            }
        output.append(contentsOf: delimiter.utf8)
        if startsLine { output.append(UInt8(ascii: "\n")) }
        switch quoting {
        case .literal, .longLiteral: output.append(contentsOf: text.utf8)
        case .basic: append(escaping: text, isLong: false, to: &output)
        case .longBasic: append(escaping: text, isLong: true, to: &output)
        }
        output.append(contentsOf: delimiter.utf8)
    }

    private static func append(escaping text: String, isLong: Bool, to output: inout [UInt8]) {
        let quotesAllowed = isLong ? 2 : 0
        var quotes = 0
        for byte in text.utf8 {
            guard byte != UInt8(ascii: "\"") || quotes == quotesAllowed else {
                quotes += 1
                output.append(byte)
                continue
            }
            quotes = 0
            switch byte {
            case UInt8(ascii: "\n") where isLong: output.append(byte)
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                output.append(UInt8(ascii: "\\"))
                output.append(byte)
            case 0x08: output.append(contentsOf: "\\b".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x0A: output.append(contentsOf: "\\n".utf8)
            case 0x0C: output.append(contentsOf: "\\f".utf8)
            case 0x0D: output.append(contentsOf: "\\r".utf8)
            case 0x00...0x1F, 0x7F:
                output.append(contentsOf: "\\u00".utf8)
                let digits = Array("0123456789ABCDEF".utf8)
                output.append(digits[Int(byte >> 4)])
                output.append(digits[Int(byte & 15)])
            default: output.append(byte)
            }
        }
    }
}
