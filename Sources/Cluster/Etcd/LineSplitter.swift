/// Lines from parts that end anywhere.
struct LineSplitter {
    /// Bytes of a line, at most.
    let longest: Int
    private var rest: [UInt8] = []

    init(longest: Int) { self.longest = longest }

    /// The lines that `part` completes, without their ends and without empty ones.
    mutating func add(_ part: [UInt8]) throws(EtcdError) -> [[UInt8]] {
        rest += part
        guard rest.contains(UInt8(ascii: "\n")) else {
            guard rest.count <= longest else { throw .malformed("a line without an end") }
            return []
        }
        var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        rest = Array(lines.removeLast())
        return lines.filter { !$0.isEmpty }.map(Array.init)
    }
}
