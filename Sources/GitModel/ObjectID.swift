/// The SHA-1 name of one git object: 20 bytes.
///
/// Stored as three integers so that it is trivially copied, compared and hashed.
package struct ObjectID: Hashable, Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt32

    /// Number of bytes of an object name.
    package static let byteCount = 20
    /// Git's name for "no object": forty zeros.
    package static let zero = ObjectID(first: 0, second: 0, third: 0)

    /// Names are digests: their beginning is as good as all of it.
    package func hash(into hasher: inout Hasher) { hasher.combine(first) }

    private init(first: UInt64, second: UInt64, third: UInt32) {
        self.first = first
        self.second = second
        self.third = third
    }

    /// Reads twenty raw bytes, most significant first; `bytes` must hold at least that many.
    package init(bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count >= Self.byteCount, "an object name has twenty bytes")
        first = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        second = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        third = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
    }

    /// Reads forty hexadecimal digits; nil for anything else.
    package init?(hex: some StringProtocol) {
        var raw = [UInt8]()
        raw.reserveCapacity(Self.byteCount)
        var high: UInt8?
        for character in hex.utf8 {
            guard let digit = Self.hexDigit(character), raw.count < Self.byteCount else {
                return nil
            }
            if let upper = high {
                raw.append(upper << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        guard high == nil, raw.count == Self.byteCount else { return nil }
        self = raw.withUnsafeBytes { Self(bytes: $0) }
    }

    /// The twenty raw bytes, most significant first.
    package var bytes: [UInt8] {
        var out = [UInt8]()
        out.reserveCapacity(Self.byteCount)
        withUnsafeBytes(of: first.bigEndian) { out.append(contentsOf: $0) }
        withUnsafeBytes(of: second.bigEndian) { out.append(contentsOf: $0) }
        withUnsafeBytes(of: third.bigEndian) { out.append(contentsOf: $0) }
        return out
    }

    /// The forty lower-case hexadecimal digits.
    package var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        var out = [UInt8]()
        out.reserveCapacity(Self.byteCount * 2)
        for byte in bytes {
            out.append(digits[Int(byte >> 4)])
            out.append(digits[Int(byte & 15)])
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func hexDigit(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

extension ObjectID: Comparable {
    /// Orders as the hexadecimal names do.
    package static func < (left: ObjectID, right: ObjectID) -> Bool {
        (left.first, left.second, left.third) < (right.first, right.second, right.third)
    }
}

/// A typed object name: a commit's cannot be handed over where a tree's is wanted.
package protocol TypedObjectID: Hashable, Sendable, CustomStringConvertible {
    var object: ObjectID { get }
    init(_ object: ObjectID)
}

extension TypedObjectID {
    package init?(hex: some StringProtocol) {
        guard let object = ObjectID(hex: hex) else { return nil }
        self.init(object)
    }

    /// The forty lower-case hexadecimal digits.
    package var hex: String { object.hex }
    package var description: String { object.hex }
}

/// The name of a commit object.
package struct CommitID: TypedObjectID {
    package let object: ObjectID
    package init(_ object: ObjectID) { self.object = object }
}

/// The name of a tree object: one folder's content.
package struct TreeID: TypedObjectID {
    package let object: ObjectID
    package init(_ object: ObjectID) { self.object = object }
}

/// The name of a blob object: one file's bytes.
package struct BlobID: TypedObjectID {
    package let object: ObjectID
    package init(_ object: ObjectID) { self.object = object }
}
