/// How far a transfer is, as git tells it.
package struct TransportProgress: Hashable, Sendable {
    /// Git's words, such as `Receiving objects`.
    package let phase: String
    /// 0 to 100.
    package let percent: Int

    package init(phase: String, percent: Int) {
        self.phase = phase
        self.percent = percent
    }

    /// Reads `Receiving objects:  42% (42/100)`; nil for any other line.
    init?(line: some StringProtocol) {
        guard let colon = line.firstIndex(of: ":"), let sign = line.firstIndex(of: "%"),
            colon < sign,
            let percent = Int(line[line.index(after: colon)..<sign].drop { $0 == " " }),
            (0...100).contains(percent)
        else { return nil }
        self.init(phase: String(line[..<colon]), percent: percent)
    }
}
