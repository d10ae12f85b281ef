import NIOHTTP1

/// The headers of a request without a body, and without anything to say about the connection.
struct PlainHeaders {
    /// What was sent as `If-None-Match`.
    private(set) var condition: String?

    /// Nil: they say something more, or the same twice.
    init?(_ headers: HTTPHeaders) {
        for (name, value) in headers {
            // Most names are told apart by their length.
            switch name.utf8.count {
            case 6 where Self.isSame(name, "expect"), 7 where Self.isSame(name, "upgrade"),
                14 where Self.isSame(name, "content-length"),
                17 where Self.isSame(name, "transfer-encoding"):
                return nil
            case 10 where Self.isSame(name, "connection"):
                guard Self.isSame(value, "keep-alive") else { return nil }
            case 13 where Self.isSame(name, "if-none-match"):
                guard condition == nil else { return nil }
                condition = value
            default: break
            }
        }
    }

    /// `lowercase`: letters and hyphens, which one bit tells from their capitals.
    private static func isSame(_ text: String, _ lowercase: StaticString) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            bytes.count == lowercase.utf8CodeUnitCount
                && bytes.indices.allSatisfy { bytes[$0] | 0x20 == lowercase.utf8Start[$0] }
        }
    }
}
