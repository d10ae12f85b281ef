/// A TOML value with its exact type, for what changes records.
///
/// Serving never builds it: `RecordWriter` goes from the parser's tape straight to JSON.
package indirect enum TOMLValue: Sendable {
    case string(String)
    case integer(Int64)
    case float(Double)
    case boolean(Bool)
    /// Minutes are east of UTC.
    case offsetDateTime(TOMLDate, TOMLTime, offsetMinutes: Int)
    case localDateTime(TOMLDate, TOMLTime)
    case localDate(TOMLDate)
    case localTime(TOMLTime)
    case array([TOMLValue])
    case table(TOMLTable)

    /// The text of a string; nil for every other kind.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The value at a path of keys; nil when a part is missing or no table.
    package func value(at keys: [String]) -> TOMLValue? {
        var current = self
        for key in keys {
            guard case .table(let table) = current, let next = table[key] else { return nil }
            current = next
        }
        return current
    }
}

extension TOMLValue: Equatable {
    /// Compares type and content: strings by bytes, floats by what is written (NaN equals NaN,
    /// 0.0 differs from -0.0).
    package static func == (left: TOMLValue, right: TOMLValue) -> Bool {
        switch (left, right) {
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.integer(let a), .integer(let b)): a == b
        case (.float(let a), .float(let b)): (a.isNaN && b.isNaN) || a.bitPattern == b.bitPattern
        case (.boolean(let a), .boolean(let b)): a == b
        case (.offsetDateTime(let a, let b, let c), .offsetDateTime(let d, let e, let f)):
            a == d && b == e && c == f
        case (.localDateTime(let a, let b), .localDateTime(let c, let d)): a == c && b == d
        case (.localDate(let a), .localDate(let b)): a == b
        case (.localTime(let a), .localTime(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.table(let a), .table(let b)): a == b
        default: false
        }
    }
}

extension TOMLTable: Equatable {
    package static func == (left: TOMLTable, right: TOMLTable) -> Bool {
        left.entries.elementsEqual(right.entries) {
            $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value
        }
    }
}
