/// Numbers with units, as the language writes them.
package enum Units {
    /// `50ms`, `1.5s` … in one of us, ms, s, m, h, d; nil for anything else.
    package static func duration(_ text: String) -> Duration? {
        let nanoseconds: [(unit: String, factor: Double)] = [
            ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9), ("d", 86_400e9),
        ]
        guard let (unit, factor) = nanoseconds.first(where: { text.hasSuffix($0.unit) }) else {
            return nil
        }
        let number = text.dropLast(unit.count)
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy(isDigits),
            let value = Double(number), value * factor < 9e18
        else { return nil }
        return .nanoseconds(Int64((value * factor).rounded()))
    }

    /// `512KiB` … in one of B, KiB, MiB, GiB; nil for anything else.
    package static func size(_ text: String) -> ByteSize? {
        let factors: [(unit: String, shift: Int)] = [
            ("KiB", 10), ("MiB", 20), ("GiB", 30), ("B", 0),
        ]
        guard let (unit, shift) = factors.first(where: { text.hasSuffix($0.unit) }) else {
            return nil
        }
        let number = text.dropLast(unit.count)
        guard isDigits(number), let value = Int(number), value <= Int.max >> shift else {
            return nil
        }
        return ByteSize(bytes: value << shift)
    }

    private static func isDigits(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (48...57).contains($0) }
    }
}
