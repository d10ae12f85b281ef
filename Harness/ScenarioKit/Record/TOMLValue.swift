/// A value of TOML without marks, in its parts.
enum TOMLValue: Equatable {
    /// `true`, `false`, `inf` or `nan`, with its sign.
    case keyword
    case integer(sign: String, digits: String)
    /// With its sign; the exponent with its `e`, or nothing.
    case float(mantissa: String, exponent: String)
    /// After `0x`, `0o` or `0b`.
    case radix(prefix: String, digits: String)
    /// A day, a time, or both; what is not there is empty.
    case moment(day: String, between: String, time: String, fraction: String, offset: String)

    /// Nil for what is no such value.
    init?(_ text: String) {
        if text.wholeMatch(of: /true|false|[+-]?(inf|nan)/) != nil {
            self = .keyword
        } else if let found = text.wholeMatch(of: /([+-]?)(0|[1-9](?:_?[0-9])*)/) {
            self = .integer(sign: String(found.output.1), digits: String(found.output.2))
        } else if let found = text.wholeMatch(
            of: /0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*/)
        {
            self = .radix(
                prefix: String(found.output.prefix(2)), digits: String(found.output.dropFirst(2)))
        } else if let moment = Self.moment(text) {
            self = moment
        } else if let found = text.wholeMatch(
            of: /([+-]?(?:0|[1-9](?:_?[0-9])*)(\.[0-9](?:_?[0-9])*)?)([eE][+-]?[0-9](?:_?[0-9])*)?/)
        {
            self = .float(
                mantissa: String(found.output.1), exponent: String(found.output.3 ?? ""))
        } else {
            return nil
        }
    }

    private static func moment(_ text: String) -> TOMLValue? {
        let pattern =
            #/
            ([0-9]{4}-[0-9]{2}-[0-9]{2})? ([Tt\x20]?)
            (?: ([0-9]{2}:[0-9]{2}(?::[0-9]{2})?) (\.[0-9]+)? )?
            ([Zz]|[+\-][0-9]{2}:[0-9]{2})?
            /#
        guard let found = text.wholeMatch(of: pattern) else { return nil }
        let day = String(found.output.1 ?? "")
        let between = String(found.output.2)
        let time = String(found.output.3 ?? "")
        let fraction = String((found.output.4 ?? "").dropFirst())
        let offset = String(found.output.5 ?? "")
        guard day.isEmpty || isDay(day), time.isEmpty || isTime(time) else { return nil }
        guard !between.isEmpty == (!day.isEmpty && !time.isEmpty) else { return nil }
        guard !day.isEmpty || !time.isEmpty, fraction.isEmpty || time.count > 5 else { return nil }
        guard
            offset.isEmpty || !between.isEmpty && (offset.count == 1 || isTime(offset.dropFirst()))
        else { return nil }
        return .moment(
            day: day, between: between, time: time, fraction: fraction, offset: offset)
    }

    private static func isDay(_ text: String) -> Bool {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, parts[0] > 0, (1...12).contains(parts[1]) else { return false }
        let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[parts[1] - 1]).contains(parts[2])
    }

    private static func isTime(_ text: some StringProtocol) -> Bool {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return zip(parts, [24, 60, 60]).allSatisfy { $0 < $1 }
    }
}
