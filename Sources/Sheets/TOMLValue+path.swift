extension TOMLValue {
    /// The value as a path holds it; nil for what has no one text: dates, arrays and tables.
    ///
    /// The reference evaluates dotted references as JavaScript, whose numbers are doubles.
    func pathText(of field: FieldPath) -> String? {
        switch self {
        case .string(let text): text
        case .integer(let number) where field.isExpression: NumberText.script(Double(number))
        case .integer(let number): String(number)
        case .float(let number) where field.isExpression: NumberText.script(number)
        case .float(let number): NumberText.path(number)
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
