/// The value of a field as something to sort by: kinds first, then values of a kind.
enum SortKey: Sendable, Equatable {
    case boolean(Bool)
    /// `exact` tells integers apart that are one floating-point number.
    case number(Double, exact: Int64)
    /// UTF-8, cut after `Limits.sortKeyBytes` bytes.
    case string([UInt8])
    /// JSON text of an array or table, cut likewise.
    case other([UInt8])
    case missing

    /// Reads a value's JSON text; nil is a missing field.
    init(_ json: ArraySlice<UInt8>?) {
        guard let json, let first = json.first else {
            self = .missing
            return
        }
        switch first {
        case UInt8(ascii: "\""):
            self = .string(Array(JSONValueText.text(of: json).prefix(Limits.sortKeyBytes)))
        case UInt8(ascii: "t"), UInt8(ascii: "f"):
            self = .boolean(first == UInt8(ascii: "t"))
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            self = Self.number(String(decoding: json, as: UTF8.self))
        default:
            self = .other(Array(json.prefix(Limits.sortKeyBytes)))
        }
    }

    private static func number(_ text: String) -> SortKey {
        let value = Double(text) ?? 0
        return .number(value, exact: Int64(text) ?? Int64(exactly: value) ?? 0)
    }

    /// Negative when this sorts before `other`, zero when they are equal.
    func compare(to other: SortKey) -> Int {
        switch (self, other) {
        case (.boolean(let left), .boolean(let right)):
            return (left ? 1 : 0) - (right ? 1 : 0)
        case (.number(let left, let leftExact), .number(let right, let rightExact)):
            if left != right { return left < right ? -1 : 1 }
            return leftExact == rightExact ? 0 : leftExact < rightExact ? -1 : 1
        case (.string(let left), .string(let right)), (.other(let left), .other(let right)):
            return left.withUnsafeBytes { first in
                right.withUnsafeBytes { PathOrder.compare(first, $0) }
            }
        default:
            return Int(kind) - Int(other.kind)
        }
    }

    /// The kind's place among kinds.
    var kind: UInt8 {
        switch self {
        case .boolean: 0
        case .number: 1
        case .string: 2
        case .other: 3
        case .missing: 4
        }
    }
}
