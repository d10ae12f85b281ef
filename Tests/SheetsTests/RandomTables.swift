@testable import Sheets

/// Makes TOML tables of every kind of value, the same for the same seed.
struct RandomTables: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func table(depth: Int = 3) -> TOMLTable {
        var table = TOMLTable()
        for _ in 0..<Int.random(in: 0...6, using: &self) {
            table[text(from: Self.keys)] = value(depth: depth)
        }
        return table
    }

    mutating func value(depth: Int) -> TOMLValue {
        switch Int.random(in: 0..<(depth > 0 ? 13 : 10), using: &self) {
        case 0, 1: .string(text(from: Self.texts))
        case 2: .integer(Int64.random(in: .min ... .max, using: &self))
        case 3: .integer(Int64.random(in: -9...9, using: &self))
        case 4: .float(float())
        case 5: .boolean(Bool.random(using: &self))
        case 6:
            .offsetDateTime(
                date(), time(), offsetMinutes: Int.random(in: -1439...1439, using: &self))
        case 7: .localDateTime(date(), time())
        case 8: .localDate(date())
        case 9: .localTime(time())
        case 10: .table(table(depth: depth - 1))
        case 11: array { $0.value(depth: depth - 1) }
        default: array { .table($0.table(depth: depth - 1)) }
        }
    }

    private mutating func array(_ element: (inout RandomTables) -> TOMLValue) -> TOMLValue {
        .array((0..<Int.random(in: 0...4, using: &self)).map { _ in element(&self) })
    }

    private mutating func float() -> Double {
        switch Int.random(in: 0...9, using: &self) {
        case 0: .infinity
        case 1: -.infinity
        case 2: .nan
        case 3: -0.0
        case 4: Double(Int.random(in: -99...99, using: &self))
        case 5: Double.random(in: -1e-300...1e-300, using: &self)
        case 6: Double.random(in: -1e300...1e300, using: &self)
        default: Double.random(in: -100...100, using: &self)
        }
    }

    private mutating func date() -> TOMLDate {
        TOMLDate(
            year: Int.random(in: 0...9999, using: &self),
            month: Int.random(in: 1...12, using: &self), day: Int.random(in: 1...28, using: &self))
    }

    private mutating func time() -> TOMLTime {
        TOMLTime(
            hour: Int.random(in: 0...23, using: &self),
            minute: Int.random(in: 0...59, using: &self),
            second: Int.random(in: 0...59, using: &self),
            nanosecond: Bool.random(using: &self)
                ? 0 : Int.random(in: 0...999_999_999, using: &self))
    }

    private mutating func text(from pieces: [String]) -> String {
        (0..<Int.random(in: 1...3, using: &self)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &self)]
        }.joined()
    }

    private static let keys = ["a", "b", "c", "x/y", "~", "é", "e\u{301}", " ", "\"", "key", "."]
    private static let texts = [
        "", "a", "inf", "nan", "2026-01-02", "03:04:05", "2026-01-02T03:04:05Z", "7", "true", "\n",
        "\r\n", "\t", "\u{0}", "\u{7F}", "\"", "'", "\\", "\"\"\"", "😀", "é", "e\u{301}",
    ]
}
