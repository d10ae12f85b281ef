/// Applies a pack's deltas.
enum DeltaReader {
    /// What the delta makes of `base`; nil when it is none for it.
    static func apply(_ delta: [UInt8], to base: [UInt8]) -> [UInt8]? {
        var rest = delta[...]
        guard number(&rest) == base.count, let size = number(&rest), size < 1 << 40 else {
            return nil
        }
        var out: [UInt8] = []
        out.reserveCapacity(min(size, 1 << 26))
        while let code = rest.popFirst() {
            if code & 0x80 == 0 {
                guard code > 0, rest.count >= Int(code) else { return nil }
                out += rest.prefix(Int(code))
                rest = rest.dropFirst(Int(code))
                continue
            }
            var (start, count) = (0, 0)
            for bit in 0..<7 where code & 1 << bit != 0 {
                guard let byte = rest.popFirst() else { return nil }
                if bit < 4 {
                    start |= Int(byte) << (8 * bit)
                } else {
                    count |= Int(byte) << (8 * (bit - 4))
                }
            }
            if count == 0 { count = 0x10000 }
            guard start + count <= base.count, out.count + count <= size else { return nil }
            out += base[start..<(start + count)]
        }
        return out.count == size ? out : nil
    }

    private static func number(_ rest: inout ArraySlice<UInt8>) -> Int? {
        var (value, shift) = (0, 0)
        while let byte = rest.popFirst(), shift < 56 {
            value |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }
}
