/// What happened in a world, in order: a number that differs when anything differs, and on demand
/// the words.
package struct EventLog: Sendable {
    /// FNV-1a over every event.
    package private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    /// Empty unless they are kept.
    package private(set) var lines: [String] = []
    private let keepsLines: Bool

    init(keepsLines: Bool) { self.keepsLines = keepsLines }

    mutating func add(_ event: String, _ detail: @autoclosure () -> String, _ number: Int = 0) {
        for byte in event.utf8 { mix(UInt64(byte)) }
        mix(UInt64(truncatingIfNeeded: number))
        if keepsLines { lines.append("\(event) \(detail())") }
    }

    private mutating func mix(_ word: UInt64) {
        hash = (hash ^ word) &* 0x0000_0100_0000_01B3
    }
}
