/// Pseudo-random bytes that depend on a path, a size and a seed only, and do not compress.
struct RandomBytes {
    private var state: UInt64
    private var left: Int

    /// Begins the bytes of a `blob`.
    init(_ blob: CommitSpec.Blob) {
        // FNV-1a over the path, then size and seed.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in blob.path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ UInt64(blob.size.bytes)) &* 0x100_0000_01b3
        state = (hash ^ blob.seed) &* 0x100_0000_01b3
        left = blob.size.bytes
    }

    /// The next bytes, at most `limit`; empty at the end.
    mutating func next(_ limit: Int) -> [UInt8] {
        let count = min(limit, left)
        left -= count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 8)
        while bytes.count < count {
            // SplitMix64 (Steele, Lea, Flood 2014).
            state &+= 0x9e37_79b9_7f4a_7c15
            var word = state
            word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
            word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
            word ^= word >> 31
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }
}
