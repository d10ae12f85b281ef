/// Writes dates and times as RFC 3339 and TOML 1.0 do.
enum DateText {
    static func append(_ date: TOMLDate, to text: inout [UInt8]) {
        append(date.year, digits: 4, to: &text)
        text.append(UInt8(ascii: "-"))
        append(date.month, digits: 2, to: &text)
        text.append(UInt8(ascii: "-"))
        append(date.day, digits: 2, to: &text)
    }

    /// The fraction has as many digits as it needs, none for whole seconds.
    static func append(_ time: TOMLTime, to text: inout [UInt8]) {
        append(time.hour, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(time.minute, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(time.second, digits: 2, to: &text)
        guard time.nanosecond > 0 else { return }
        var fraction = time.nanosecond
        var digits = 9
        while fraction % 10 == 0 {
            fraction /= 10
            digits -= 1
        }
        text.append(UInt8(ascii: "."))
        append(fraction, digits: digits, to: &text)
    }

    static func append(_ date: TOMLDate, _ time: TOMLTime, to text: inout [UInt8]) {
        append(date, to: &text)
        text.append(UInt8(ascii: "T"))
        append(time, to: &text)
    }

    /// Minutes east of UTC; none is `Z`.
    static func append(offset minutes: Int, to text: inout [UInt8]) {
        guard minutes != 0 else {
            text.append(UInt8(ascii: "Z"))
            return
        }
        text.append(minutes < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        append(abs(minutes) / 60, digits: 2, to: &text)
        text.append(UInt8(ascii: ":"))
        append(abs(minutes) % 60, digits: 2, to: &text)
    }

    /// Appends a number that is not negative, filled up with zeros.
    static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        let start = text.count
        var rest = number
        for _ in 0..<digits {
            text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        text[start...].reverse()
    }
}
