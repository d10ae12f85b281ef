/// A request's path and query, split and percent-decoded.
struct RequestTarget {
    let segments: [String]
    /// In the order sent; names may repeat.
    let query: [(name: String, value: String)]

    /// Throws `bad-request` for broken percent-encoding or bytes that are not UTF-8.
    init(_ target: String) throws(APIError) {
        // By bytes: a mark that follows a separator makes one character of both.
        let parts = target.utf8.split(
            separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
        var segments: [String] = []
        let path = parts[0].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for part in path.dropFirst() {
            segments.append(try Self.decode(part, plusIsSpace: false))
        }
        self.segments = segments
        var query: [(String, String)] = []
        if parts.count == 2 {
            for pair in parts[1].split(separator: UInt8(ascii: "&")) {
                let sides = pair.split(
                    separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
                query.append(
                    (
                        try Self.decode(sides[0], plusIsSpace: true),
                        sides.count == 2 ? try Self.decode(sides[1], plusIsSpace: true) : ""
                    ))
            }
        }
        guard query.count <= Limits.queryParameters else {
            throw .badRequest("more than \(Limits.queryParameters) query parameters")
        }
        self.query = query
    }

    /// The value of the first parameter of that name.
    func first(_ name: String) -> String? { query.first { $0.name == name }?.value }

    private static func decode(
        _ text: Substring.UTF8View, plusIsSpace: Bool
    ) throws(APIError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(hexDigit),
                    let low = rest.popFirst().flatMap(hexDigit)
                else { throw .badRequest("broken percent-encoding in the request target") }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        guard let decoded = String(validating: bytes, as: UTF8.self), !bytes.contains(0) else {
            throw .badRequest("the request target is not valid UTF-8")
        }
        return decoded
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
