extension SheetPosition {
    /// Kind of the key, length of its bytes (two bytes), its bytes, then the path.
    var encoded: [UInt8] {
        let bytes = key.encoded
        return [key.kind, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)] + bytes
            + Array(path.utf8)
    }

    /// Nil when the bytes are not a position.
    init?(encoded bytes: [UInt8]) {
        guard bytes.count >= 3 else { return nil }
        let length = Int(bytes[1]) << 8 | Int(bytes[2])
        guard bytes.count >= 3 + length,
            let key = SortKey(kind: bytes[0], encoded: bytes[3..<3 + length]),
            let path = String(validating: bytes[(3 + length)...], as: UTF8.self)
        else { return nil }
        self.init(key: key, path: path)
    }
}

extension SortKey {
    /// The value without its kind.
    var encoded: [UInt8] {
        switch self {
        case .boolean(let value): [value ? 1 : 0]
        case .number(let value, let exact):
            Self.bytes(value.bitPattern) + Self.bytes(UInt64(bitPattern: exact))
        case .string(let bytes), .other(let bytes): bytes
        case .missing: []
        }
    }

    /// Nil when the bytes do not fit the kind.
    init?(kind: UInt8, encoded bytes: ArraySlice<UInt8>) {
        switch (kind, bytes.count) {
        case (0, 1): self = .boolean(bytes.first == 1)
        case (1, 16):
            self = .number(
                Double(bitPattern: Self.integer(bytes.prefix(8))),
                exact: Int64(bitPattern: Self.integer(bytes.suffix(8))))
        case (2, _): self = .string(Array(bytes))
        case (3, _): self = .other(Array(bytes))
        case (4, 0): self = .missing
        default: return nil
        }
    }

    private static func bytes(_ value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
