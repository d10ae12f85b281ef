/// One pass over the bytes of a JSON document.
struct JSONParser {
    let bytes: [UInt8]
    var position = 0
    private var depth = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func document() throws(JSONSyntaxError) -> JSON {
        // RFC 8259, section 8.1: none may be sent. Editors that put one there do not show it.
        guard !bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw JSONSyntaxError(message: "the body begins with a byte order mark; leave it out")
        }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw syntaxError }
        return value
    }

    /// One message for every mistake: the sender has the body.
    var syntaxError: JSONSyntaxError {
        JSONSyntaxError(message: "the body is not valid JSON (byte \(position))")
    }

    /// The next byte; nil at the end.
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// Steps over `byte` if it is the next one.
    mutating func skip(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
    }

    private mutating func value() throws(JSONSyntaxError) -> JSON {
        skipSpace()
        switch next {
        case UInt8(ascii: "{"):
            return try nested { (parser) throws(JSONSyntaxError) in
                try parser.object()
            }
        case UInt8(ascii: "["):
            return try nested { (parser) throws(JSONSyntaxError) in
                try parser.array()
            }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONSyntaxError) -> JSON
    ) throws(JSONSyntaxError) -> JSON {
        guard depth < Limits.depth else {
            throw JSONSyntaxError(message: "the body is nested deeper than \(Limits.depth) levels")
        }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONSyntaxError) -> JSON {
        var members: [JSON.Member] = []
        skipSpace()
        if skip(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            let key = try string()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw syntaxError }
            members.append(JSON.Member(key, try value()))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return .object(members) }
            guard skip(UInt8(ascii: ",")) else { throw syntaxError }
        }
    }

    private mutating func array() throws(JSONSyntaxError) -> JSON {
        var items: [JSON] = []
        skipSpace()
        if skip(UInt8(ascii: "]")) { return .array(items) }
        while true {
            items.append(try value())
            skipSpace()
            if skip(UInt8(ascii: "]")) { return .array(items) }
            guard skip(UInt8(ascii: ",")) else { throw syntaxError }
        }
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONSyntaxError) -> JSON
    {
        let length = text.utf8CodeUnitCount
        let letters = UnsafeBufferPointer(start: text.utf8Start, count: length)
        guard bytes[position...].prefix(length).elementsEqual(letters) else { throw syntaxError }
        position += length
        return value
    }
}
