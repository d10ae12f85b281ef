import Crypto
import GitModel

/// The index beside a pack, version 2: where each object starts.
struct PackIndex {
    struct Entry {
        let id: ObjectID
        /// CRC-32 of the object as it stands in the pack.
        let checksum: UInt32
        let offset: Int
    }

    /// The bytes of the index file; `pack` is the pack's own last twenty bytes.
    static func bytes(of entries: [Entry], pack: [UInt8]) -> [UInt8] {
        let entries = entries.sorted { $0.id < $1.id }
        var out: [UInt8] = [0xFF, 0x74, 0x4F, 0x63]
        out.reserveCapacity(1100 + entries.count * 28)
        append(2, to: &out)
        var names: [UInt8] = []
        names.reserveCapacity(entries.count * ObjectID.byteCount)
        var counts = [UInt32](repeating: 0, count: 256)
        for entry in entries {
            let bytes = entry.id.bytes
            counts[Int(bytes[0])] += 1
            names += bytes
        }
        var total: UInt32 = 0
        for count in counts {
            total += count
            append(total, to: &out)
        }
        out += names
        for entry in entries { append(entry.checksum, to: &out) }
        // Offsets of 31 bits and more are in a table of their own.
        var large: [UInt8] = []
        for entry in entries {
            if entry.offset < 1 << 31 {
                append(UInt32(entry.offset), to: &out)
            } else {
                append(UInt32(1) << 31 | UInt32(large.count / 8), to: &out)
                withUnsafeBytes(of: UInt64(entry.offset).bigEndian) { large += $0 }
            }
        }
        out += large
        out += pack
        return out + Array(Insecure.SHA1.hash(data: out))
    }

    private static func append(_ value: UInt32, to out: inout [UInt8]) {
        withUnsafeBytes(of: value.bigEndian) { out += $0 }
    }
}
