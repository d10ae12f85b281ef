extension CalendarDay {
    /// The UTC day of a TOML value as the reference reads one; nil when the value is no date.
    ///
    /// An offset date-time is brought to UTC first; local ones are taken as they are.
    init?(_ value: TOMLValue) {
        switch value {
        case .localDate(let date), .localDateTime(let date, _):
            self.init(date, offsetMinutes: 0)
        case .offsetDateTime(let date, let time, let offset):
            self.init(date, time, offsetMinutes: offset)
        case .string(let text):
            self.init(parsing: text)
        default:
            return nil
        }
    }

    private init?(
        _ date: TOMLDate, _ time: TOMLTime = TOMLTime(hour: 0, minute: 0, second: 0),
        offsetMinutes: Int
    ) {
        guard let day = CalendarDay(year: date.year, month: date.month, day: date.day) else {
            return nil
        }
        let minutes = time.hour * 60 + time.minute - offsetMinutes
        self.init(number: day.number + (minutes < 0 ? (minutes - 1439) / 1440 : minutes / 1440))
    }

    /// ISO 8601 in a string: a date, a date-time, or a date-time with `Z` or an offset.
    private init?(parsing text: String) {
        var scan = DateScanner(text)
        guard let date = scan.date() else { return nil }
        if scan.isAtEnd {
            self.init(date, offsetMinutes: 0)
            return
        }
        guard let separator = scan.timeSeparator(), let time = scan.time() else { return nil }
        if scan.isAtEnd {
            guard separator != UInt8(ascii: " ") else { return nil }
            self.init(date, time, offsetMinutes: 0)
            return
        }
        guard let offset = scan.offset(), scan.isAtEnd else { return nil }
        self.init(date, time, offsetMinutes: offset)
    }
}
