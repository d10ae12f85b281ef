/// Reads the ISO 8601 forms a date bucket admits in strings, piece by piece.
struct DateScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Four digits of year, one or two of month and day: the reference reads `2026-3-9` too.
    mutating func date() -> TOMLDate? {
        guard let year = number(4...4), take("-"), let month = number(1...2), take("-"),
            let day = number(1...2)
        else { return nil }
        return TOMLDate(year: year, month: month, day: day)
    }

    mutating func timeSeparator() -> UInt8? {
        guard let byte = rest.first, "Tt ".utf8.contains(byte) else { return nil }
        rest.removeFirst()
        return byte
    }

    /// Seconds are required; a leap second is read as such.
    mutating func time() -> TOMLTime? {
        guard let hour = number(2...2), hour < 24, take(":"), let minute = number(2...2),
            minute < 60, take(":"), let second = number(2...2), second <= 60
        else { return nil }
        if take(".") {
            guard number(1...9) != nil else { return nil }
            rest = rest.drop { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        }
        return TOMLTime(hour: hour, minute: minute, second: second)
    }

    /// Minutes east of UTC.
    mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isNegative = take("-")
        guard isNegative || take("+"), let hours = number(2...2), hours < 24, take(":"),
            let minutes = number(2...2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isNegative ? -1 : 1)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ digits: ClosedRange<Int>) -> Int? {
        let run = rest.prefix(digits.upperBound).prefix { byte in
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
        }
        guard digits.contains(run.count) else { return nil }
        rest = rest.dropFirst(run.count)
        return run.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
