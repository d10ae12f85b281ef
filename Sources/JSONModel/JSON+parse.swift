/// Bytes from outside that are not JSON.
package struct JSONSyntaxError: Error, Equatable {
    package let message: String
}

extension JSON {
    /// Reads one JSON document (RFC 8259) in one pass, keys in the order given.
    ///
    /// Nesting is bounded to `Limits.depth`, the number of values by the bytes. A number that is
    /// written as an integer is `.integer`, or `.wideInteger` when 64 bits do not hold it; one with
    /// a point or an exponent is `.number`.
    package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSON {
        var parser = JSONParser(bytes)
        return try parser.document()
    }
}
