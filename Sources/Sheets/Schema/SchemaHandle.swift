import CValijson

/// A schema that valijson has compiled; freed with this value.
struct SchemaHandle: ~Copyable {
    private let schema: OpaquePointer

    /// Compiles JSON text.
    init(compiling text: [UInt8]) throws(SchemaError) {
        var error = cvalijson_error()
        let compiled = text.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return cvalijson_compile(start, bytes.count, &error)
        }
        guard let compiled else { throw SchemaError(message: Self.message(of: error)) }
        schema = compiled
    }

    deinit {
        cvalijson_release(schema)
    }

    /// Returns what is wrong with a JSON document, at most `limit` problems.
    borrowing func problems(of document: [UInt8], limit: Int) -> [FieldProblem] {
        var error = cvalijson_error()
        var list: UnsafeMutablePointer<UInt8>?
        var length = 0
        let count = document.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            return cvalijson_validate(
                schema, start, bytes.count, limit, &list, &length, &error)
        }
        guard count >= 0 else {
            return [
                FieldProblem(
                    [],
                    "the record could not be checked against the sheet's schema: "
                        + Self.message(of: error))
            ]
        }
        guard let list else { return [] }
        defer { cvalijson_release_list(list) }
        var rest = UnsafeRawBufferPointer(start: list, count: length)[...]
        return (0..<count).map { _ in
            let pointer = Self.text(from: &rest)
            return FieldProblem(pointer: pointer, reason: Self.text(from: &rest))
        }
    }

    /// Takes one text off a list, whose layout the header describes.
    private static func text(from rest: inout Slice<UnsafeRawBufferPointer>) -> String {
        let length = Int(
            UnsafeRawBufferPointer(rebasing: rest).loadUnaligned(as: UInt32.self))
        let text = rest.dropFirst(4).prefix(length)
        rest = rest.dropFirst(4 + length)
        return String(decoding: text, as: UTF8.self)
    }

    private static func message(of error: cvalijson_error) -> String {
        withUnsafeBytes(of: error.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
