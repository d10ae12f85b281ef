/// Damages deliveries in a way that a seed repeats (SplitMix64).
struct Mutator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    private mutating func below(_ count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    /// One to four of its parts damaged.
    mutating func mutant(of delivery: Delivery) -> Delivery {
        var mutant = delivery
        for _ in 0...below(3) {
            switch below(6) {
            case 0: mutant.body = damaged(mutant.body)
            case 1: mutant.proof = damaged(mutant.proof)
            case 2: mutant.secret = damaged(mutant.secret)
            case 3: mutant.id = damaged(mutant.id)
            case 4: mutant.time = damaged(mutant.time)
            default: swap(&mutant.proof, &mutant.id)
            }
        }
        return mutant
    }

    mutating func damaged(_ text: String) -> String {
        String(decoding: damaged(Array(text.utf8)), as: UTF8.self)
    }

    /// A bit flipped, bytes put in, taken out, doubled, moved or cut off, or another whole value.
    mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8(truncatingIfNeeded: next())] }
        var bytes = bytes
        let place = below(bytes.count)
        let end = min(bytes.count, place + 1 + below(8))
        switch below(9) {
        case 0, 1: bytes[place] ^= 1 << below(8)
        case 2: bytes[place] = Self.telling[below(Self.telling.count)]
        case 3: bytes.insert(Self.telling[below(Self.telling.count)], at: place)
        case 4: bytes.removeSubrange(place..<end)
        case 5: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 6: bytes.swapAt(place, below(bytes.count))
        case 7: bytes.removeSubrange(place...)
        default: bytes = Self.whole[below(Self.whole.count)]
        }
        return bytes
    }

    /// Bytes that mean something to one of the readers.
    private static let telling =
        Array("\"\\{}[]:,.= \n\r\t\0-+0129aAfFgvV_/\u{7F}é".utf8) + [0xFF, 0xC0]
    private static let whole: [[UInt8]] = [
        "", "0", "v1,", "sha256=", "null", "{}", "[]", "\0", "v1,=", "whsec_", "-1", " ", "é",
        "99999999999999999999", String(repeating: "0", count: 64),
        String(repeating: "[", count: 500),
    ].map { Array($0.utf8) }
}
