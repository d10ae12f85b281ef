/// Reads a date, a time or a date-time as TOML 1.0 writes them, which is RFC 3339 with the parts
/// that may be missing.
struct MomentScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    /// Returns the value when the text is one and nothing else.
    mutating func moment() -> TOMLValue? {
        if let time = time(), rest.isEmpty { return .localTime(time) }
        guard let date = date() else { return nil }
        if rest.isEmpty { return .localDate(date) }
        guard take("T") || take("t") || take(" "), let time = time() else { return nil }
        if rest.isEmpty { return .localDateTime(date, time) }
        guard let offset = offset(), rest.isEmpty else { return nil }
        return .offsetDateTime(date, time, offsetMinutes: offset)
    }

    private mutating func date() -> TOMLDate? {
        guard let year = number(digits: 4), take("-"), let month = number(digits: 2), take("-"),
            let day = number(digits: 2), CalendarDay(year: year, month: month, day: day) != nil
        else { return nil }
        return TOMLDate(year: year, month: month, day: day)
    }

    /// Leaves the text as it is when there is no time at its start. Digits behind the ninth of a
    /// fraction are dropped, as TOML wants.
    private mutating func time() -> TOMLTime? {
        let start = rest
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2),
            minute < 60, take(":"), let second = number(digits: 2), second < 60
        else {
            rest = start
            return nil
        }
        guard take(".") else { return TOMLTime(hour: hour, minute: minute, second: second) }
        let fraction = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        guard !fraction.isEmpty else { return nil }
        rest = rest.dropFirst(fraction.count)
        var nanosecond = 0
        var digits = fraction.prefix(9).makeIterator()
        for _ in 0..<9 {
            nanosecond = nanosecond * 10 + Int((digits.next() ?? UInt8(ascii: "0")) - 0x30)
        }
        return TOMLTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    }

    /// Minutes east of UTC.
    private mutating func offset() -> Int? {
        if take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(digits: 2), hours < 24, take(":"),
            let minutes = number(digits: 2), minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isWest ? -1 : 1)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(digits count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count,
            digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 })
        else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
