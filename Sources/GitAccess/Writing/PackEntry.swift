import CLibgit2
import GitModel

/// The head of an object in a pack: what it is, and how many bytes inflating it gives.
enum PackEntry {
    /// The number of a whole object's type; that of libgit2 is the same.
    static func head(of type: git_object_t, size: Int) -> [UInt8] {
        head(number: UInt8(type.rawValue), size: size)
    }

    /// The head of a delta against the object that starts `distance` bytes before this one.
    static func head(ofDelta size: Int, distance: Int) -> [UInt8] {
        head(number: deltaNumber, size: size) + Self.distance(distance)
    }

    /// OBJ_OFS_DELTA.
    static let deltaNumber: UInt8 = 6
    /// OBJ_REF_DELTA.
    static let namedDeltaNumber: UInt8 = 7

    static func head(number: UInt8, size: Int) -> [UInt8] {
        var out: [UInt8] = []
        var byte = number << 4 | UInt8(size & 15)
        var rest = size >> 4
        while rest > 0 {
            out.append(byte | 0x80)
            byte = UInt8(rest & 0x7F)
            rest >>= 7
        }
        return out + [byte]
    }

    private static func distance(_ value: Int) -> [UInt8] {
        var out = [UInt8(value & 0x7F)]
        var rest = value >> 7
        while rest > 0 {
            rest -= 1
            out.insert(0x80 | UInt8(rest & 0x7F), at: 0)
            rest >>= 7
        }
        return out
    }
}
