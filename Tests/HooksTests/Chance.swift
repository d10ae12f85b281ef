/// A splitmix64 generator: the same numbers for the same seed.
struct Chance {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func number(_ range: ClosedRange<Int>) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        word ^= word >> 31
        return range.lowerBound + Int(word % UInt64(range.count))
    }
}
