import Foundation
import JSONModel

extension JSON {
    var whole: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }
    var flag: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    var list: [JSON]? {
        if case .array(let items) = self { items } else { nil }
    }
    var date: Date? {
        text.flatMap { try? Date($0, strategy: .iso8601) }
    }
}
