/// A value as the reference compares it in a sort by keys: as JavaScript's `<` does.
enum SortValue: Hashable {
    case number(Double)
    /// UTF-16 code units.
    case text([UInt16])
    /// Milliseconds since 1970; local dates and times count as UTC, a time as on its first day.
    case instant(Double)

    /// Values are comparable within one kind only.
    enum Kind {
        case number
        case text
        case instant
    }

    /// Nil for arrays, tables and NaN, which have no order of their own.
    init?(_ value: TOMLValue) {
        switch value {
        case .integer(let number): self = .number(Double(number))
        case .float(let number):
            if number.isNaN { return nil }
            self = .number(number)
        case .boolean(let flag): self = .number(flag ? 1 : 0)
        case .string(let text): self = .text(Array(text.utf16))
        case .offsetDateTime(let date, let time, let offset):
            self = .instant(Self.day(date) + Self.clock(time) - Double(offset) * 60_000)
        case .localDateTime(let date, let time): self = .instant(Self.day(date) + Self.clock(time))
        case .localDate(let date): self = .instant(Self.day(date))
        case .localTime(let time): self = .instant(Self.clock(time))
        case .array, .table: return nil
        }
    }

    var kind: Kind {
        switch self {
        case .number: .number
        case .text: .text
        case .instant: .instant
        }
    }

    static func < (left: SortValue, right: SortValue) -> Bool {
        switch (left, right) {
        case (.number(let a), .number(let b)), (.instant(let a), .instant(let b)): a < b
        case (.text(let a), .text(let b)): a.lexicographicallyPrecedes(b)
        default: false
        }
    }

    private static func clock(_ time: TOMLTime) -> Double {
        let seconds = (time.hour * 60 + time.minute) * 60 + time.second
        return Double(seconds * 1000 + time.nanosecond / 1_000_000)
    }

    /// Days from the civil calendar, by http://howardhinnant.github.io/date_algorithms.html.
    private static func day(_ date: TOMLDate) -> Double {
        let year = date.month <= 2 ? date.year - 1 : date.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Double(era * 146_097 + dayOfEra - 719_468) * 86_400_000
    }
}
