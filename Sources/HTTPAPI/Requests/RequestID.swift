import HTTPTypes

/// What one request is called in answers and log lines: as its sender called it in
/// `X-Request-ID`, where that is short and plain, else by chance.
struct RequestID: Sendable {
    let text: String

    /// Characters of a name that a sender may give.
    private static let longest = 64

    init(_ headers: HTTPFields) {
        if let given = headers[.requestID], Self.isPlain(given) {
            text = given
        } else {
            let chance = String(UInt64.random(in: .min ... .max), radix: 16)
            text = String(repeating: "0", count: 16 - chance.count) + chance
        }
    }

    /// Letters, digits, `.`, `_` and `-` only: it goes into the log as it is.
    private static func isPlain(_ text: String) -> Bool {
        (1...longest).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
