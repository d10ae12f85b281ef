@testable import ScenarioKit

/// TOML made by chance, whole or broken, whose values are told apart from its keys.
struct TOMLSample {
    /// Words of values and comments; no key is one of them.
    static let secrets = [
        "Greta", "Geheim", "Müller", "Altstadt", "confidential", "О́льга", "whisper", "Zürich",
    ]
    private static let keys = ["slug", "name", "a", "tags", "\"my key\"", "at.place", "x-1", "'q'"]

    private var state: UInt64
    /// Keys that were used: none is used twice.
    private var count = 0

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    private mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state >> 33) % bound
    }

    private mutating func one(_ choices: [String]) -> String { choices[below(choices.count)] }

    private mutating func words() -> String {
        let signs = [" ", "-", "@", " = ", " [", "] ", "{", ", ", "#", "://", "=", "/"]
        var text = one(Self.secrets)
        for _ in 0..<below(3) { text += one(signs) + one(Self.secrets) }
        return text
    }

    private mutating func key() -> String {
        count += 1
        return "\(one(Self.keys)).k\(count)"
    }

    private mutating func escape() -> String {
        one(["\\n", "\\\"", "\\\\", "\\u00e9", "\\U0001F600", "\\t"])
    }

    mutating func value(depth: Int = 0) -> String {
        switch below(depth > 2 ? 12 : 16) {
        case 0: return "\"\(words())\""
        case 1: return "'\(words())'"
        case 2: return "\"\(words())\(escape())\(words())\""
        case 3: return "\"\"\"\n\(words())\n\(escape())\(words()) \"\" x\"\"\"\"\""
        case 4: return "'''\(words())\n\n\(words())'''"
        case 5: return "\"\"\"\(words()) \\\n  \(words())\"\"\""
        case 6: return one(["1984-06-07T08:09:10Z", "1984-06-07 08:09:10.25+02:00"])
        case 7: return one(["1984-02-29", "08:09:10", "1984-06-07t08:09:10.123456"])
        case 8: return one(["0", "-17", "+4_711", "0xDEAD_beef", "0o755", "0b1101"])
        case 9: return one(["12.75", "-0.07", "6e-23", "5_0.1_2E+10", "inf", "-nan"])
        case 10: return one(["true", "false", "\"\"", "''", "\"\"\"\"\"\"", "[]", "{}"])
        case 11: return "99999999999999999999"
        case 12: return "{ k1 = \(flat(depth)), 'k 2' = \(flat(depth)) }"
        default:
            let lines = (0...below(3)).map { _ in
                "  \(value(depth: depth + 1))," + one(["\n", " # \(words())\n", "\n\n", " "])
            }
            return "[\(one(["\n", "", " # \(words())\n"]))\(lines.joined())\n]"
        }
    }

    private mutating func flat(_ depth: Int) -> String {
        one(["\"\(words())\"", "'\(words())'", "1984-06-07", "17", "[ \"\(words())\", 4711 ]"])
    }

    /// A text that is TOML.
    mutating func document() -> String {
        var lines: [String] = []
        for _ in 0...below(8) {
            switch below(6) {
            case 0: lines.append("# \(words())")
            case 1:
                count += 1
                lines.append(one(["[t\(count)]", "[[t\(count).\"u v\"]]"]) + " # \(words())")
            default: lines.append("\(key()) = \(value())" + one(["", " # \(words())", "  "]))
            }
        }
        return lines.joined(separator: one(["\n", "\r\n", "\n\n"])) + one(["", "\n"])
    }

    /// What can be wrong in one line.
    private static let faults = [
        "%", "% %", "[% %]", "% = ", "x = %", "x = % %", "= \"%\"", "x = \"%", "x = '%\"", "x = [%",
        "x = \"%\" %", "x = \"\"\"%", "x = '''%\n%", "x = { a = % }", "x = 0123", "x = 1984-02-30",
        "x = 25:00:00", "x = 1.2.3", "x = \"%\\q\"", "x = \"\\U%\"", "x = \"\"\"%\n\\%\n%\"\"\"",
        "straße = \"%\"", "x = [\"%\" \"%\"]", "x = =[", "x = ]%", "x = truee", "[a.b", "[[%]",
        "x = \"%\u{1}\"", "# %\u{7F}", "x = '''%\u{2}\n'''", "x = 1__0", "\"% = 5", "x = 08:09",
        "x = \"\\uD800\"", "x = \"%\\x41\"", "x = \"a\\ \"", "x = 12 13", "x = {a = 1\n%}",
    ]

    /// A text that may be no TOML: some line is wrong, or something is cut out of a good one.
    mutating func broken() -> String {
        var lines = document().split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        let at = below(lines.count + 1)
        if below(3) == 0 {
            var text = lines.joined(separator: "\n")
            for _ in 0...below(2) where !text.isEmpty {
                let signs = text.indices.filter { "\"'[]{}=,\\\n".contains(text[$0]) }
                guard !signs.isEmpty else { break }
                text.remove(at: signs[below(signs.count)])
            }
            return text
        }
        var fault = ""
        for character in one(Self.faults) {
            fault += character == "%" ? one(Self.secrets) : "\(character)"
        }
        lines.insert(fault, at: at)
        return lines.joined(separator: "\n")
    }
}
