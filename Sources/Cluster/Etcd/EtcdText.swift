import Foundation
import JSONModel

/// How protocol buffers are written as JSON: bytes in Base64, 64-bit integers as texts, and nothing
/// where a value is zero (https://protobuf.dev/programming-guides/json/).
extension JSON {
    static func etcdBytes(_ text: String) -> JSON {
        .string(Data(text.utf8).base64EncodedString())
    }

    static func etcdNumber(_ number: Int64) -> JSON { .string(String(number)) }

    /// The text whose bytes this is; nil when it is not Base64 of UTF-8.
    var etcdText: String? {
        guard let text, let data = Data(base64Encoded: text) else { return nil }
        return String(data: data, encoding: .utf8)
    }

    /// A 64-bit integer, as a text or as a number.
    var number: Int64? {
        switch self {
        case .string(let text): Int64(text)
        case .integer(let number): number
        default: nil
        }
    }

    /// The members of an array; none where there is no array.
    var items: [JSON] {
        if case .array(let items) = self { items } else { [] }
    }
}

extension JSON? {
    /// A zero is left out.
    var orZero: Int64 { self?.number ?? 0 }
}
