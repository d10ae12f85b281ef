/// An input in several parts, which people can read and write: a line of two hyphens stands
/// between two of them.
package enum Parts {
    /// Exactly `count` parts: those that are missing are empty, the last one is all the rest.
    package static func split(_ input: UnsafeRawBufferPointer, into count: Int) -> [[UInt8]] {
        let border = Array("\n--\n".utf8)
        var parts: [[UInt8]] = []
        var rest = input[...]
        while parts.count < count - 1, let place = rest.firstRange(of: border) {
            parts.append(Array(rest[..<place.lowerBound]))
            rest = rest[place.upperBound...]
        }
        parts.append(Array(rest))
        while parts.count < count { parts.append([]) }
        return parts
    }
}
