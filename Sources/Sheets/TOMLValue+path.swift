extension TOMLValue {
    /// The value as a path holds it; nil for what has no one text: dates, arrays and tables.
    ///
    /// Floats follow the reference: whole ones lose their point, and no exponent is ever written.
    var pathText: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        case .float(let number): Self.pathText(of: number)
        case .boolean(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    /// What the value is, for messages.
    var kindName: String {
        switch self {
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a float"
        case .boolean: "a boolean"
        case .offsetDateTime, .localDateTime: "a date-time"
        case .localDate: "a date"
        case .localTime: "a time"
        case .array: "an array"
        case .table: "a table"
        }
    }

    private static func pathText(of number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-inf" : "inf" }
        if abs(number) >= 1e21 { return withoutExponent(number.description) }
        // Beyond 64 bits the reference stops at the largest integer, and so must we.
        if number >= 0x1p63 { return String(Int64.max) }
        if number < -0x1p63 { return String(Int64.min) }
        let whole = Int64(number)
        return Double(whole) == number ? String(whole) : withoutExponent(number.description)
    }

    /// Writes out the digits of a shortest form such as `1.5e-07`.
    private static func withoutExponent(_ text: String) -> String {
        let parts = text.split(separator: "e")
        guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
        let sign = parts[0].hasPrefix("-") ? "-" : ""
        let mantissa = parts[0].drop { $0 == "-" }.split(separator: ".")
        let fraction = mantissa.count == 2 && mantissa[1] != "0" ? String(mantissa[1]) : ""
        let digits = String(mantissa[0]) + fraction
        let point = mantissa[0].count + exponent
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count {
            return sign + digits + String(repeating: "0", count: point - digits.count)
        }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}

extension TOMLValue {
    /// A date or time as TOML writes it; nil for everything else.
    ///
    /// The reference renders no date into a plain field, but a person may name a file so.
    var dateText: String? {
        var text: [UInt8] = []
        switch self {
        case .localDate(let date): DateText.append(date, to: &text)
        case .localTime(let time): DateText.append(time, to: &text)
        case .localDateTime(let date, let time): DateText.append(date, time, to: &text)
        case .offsetDateTime(let date, let time, let offset):
            DateText.append(date, time, to: &text)
            DateText.append(offset: offset, to: &text)
        default: return nil
        }
        return String(decoding: text, as: UTF8.self)
    }
}
