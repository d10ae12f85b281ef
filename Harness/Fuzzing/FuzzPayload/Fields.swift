/// The header fields that an input begins with.
enum Fields {
    /// A line without a colon is no field.
    static func read(_ text: [UInt8]) -> [(name: String, value: String)] {
        text.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let sides = line.split(
                separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2 else { return nil }
            let value = sides[1].drop { $0 == UInt8(ascii: " ") }
            return (
                String(decoding: sides[0], as: UTF8.self), String(decoding: value, as: UTF8.self)
            )
        }
    }
}
