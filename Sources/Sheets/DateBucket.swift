/// The closed set of date formats a path template knows. Each spans one segment a part.
package enum DateBucket: String, Hashable, Sendable {
    case year = "YYYY"
    case month = "YYYY/MM"
    case day = "YYYY/MM/DD"
    /// ISO 8601 weeks; the year is the one the week belongs to.
    case week = "YYYY/WW"

    /// Segments of the path that one date fills.
    var units: [Unit] {
        switch self {
        case .year: [.year]
        case .month: [.year, .month]
        case .day: [.year, .month, .day]
        case .week: [.weekYear, .week]
        }
    }

    /// What one segment holds.
    enum Unit: Hashable {
        case year
        case month
        case day
        case weekYear
        case week

        /// Whether a date could give this text.
        func admits(_ text: UnsafeRawBufferPointer) -> Bool {
            guard text.count == (self == .year || self == .weekYear ? 4 : 2) else { return false }
            var number = 0
            for byte in text {
                guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else { return false }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return switch self {
            case .year, .weekYear: true
            case .month: 1...12 ~= number
            case .day: 1...31 ~= number
            case .week: 1...53 ~= number
            }
        }

        /// Nil when the year has no four digits.
        func text(for day: CalendarDay) -> String? {
            let (number, digits) =
                switch self {
                case .year: (day.year, 4)
                case .month: (day.month, 2)
                case .day: (day.day, 2)
                case .weekYear: (day.isoWeek.year, 4)
                case .week: (day.isoWeek.week, 2)
                }
            guard 0...9999 ~= number else { return nil }
            var text: [UInt8] = []
            DateText.append(number, digits: digits, to: &text)
            return String(decoding: text, as: UTF8.self)
        }
    }
}
