import CTomlplusplus

/// One parsed document as toml++ saw it: a flat run of bytes that is freed with this value.
struct TOMLTape: ~Copyable {
    private let bytes: UnsafeMutablePointer<UInt8>

    /// Parses `text`, which is known to be UTF-8 and within `Limits`.
    init(parsing text: UnsafeRawBufferPointer) throws(TOMLError) {
        let longNumbers = try TOMLGuard.check(text)
        guard longNumbers.isEmpty else {
            var copy = Array(text)
            for number in longNumbers { number.shorten(in: &copy) }
            bytes = try TOMLReader.withBytes(of: copy, Self.parse)
            return
        }
        bytes = try Self.parse(text)
    }

    private static func parse(
        _ text: UnsafeRawBufferPointer
    ) throws(TOMLError) -> UnsafeMutablePointer<UInt8> {
        var error = ctoml_error()
        var tape: UnsafeMutablePointer<UInt8>?
        var length = 0
        let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
        let result = ctoml_parse(start, text.count, &tape, &length, &error)
        guard result == 0, let tape else { throw TOMLError(error) }
        return tape
    }

    deinit {
        ctoml_release(bytes)
    }

    /// Calls `body` with a cursor at the document's root table.
    borrowing func read<Result, Failure: Error>(
        _ body: (TapeCursor) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(TapeCursor(UnsafeRawPointer(bytes)))
    }
}

extension TOMLError {
    fileprivate init(_ error: ctoml_error) {
        let message = withUnsafeBytes(of: error.message) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        self.init(
            line: error.line == 0 ? nil : Int(error.line),
            column: error.column == 0 ? nil : Int(error.column), message: message)
    }
}
