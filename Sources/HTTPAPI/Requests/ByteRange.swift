/// A `Range` header with one range of bytes (RFC 9110, section 14).
enum ByteRange: Equatable {
    /// No range, several, or not understood: the whole file.
    case whole
    case part(Range<Int>)
    /// Nothing of the file is in it.
    case unsatisfiable

    init(_ header: String?, of size: Int) {
        self = .whole
        guard let header, header.hasPrefix("bytes="), !header.contains(",") else { return }
        let sides = header.dropFirst("bytes=".count).split(
            separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2 else { return }
        switch (Self.number(sides[0]), Self.number(sides[1])) {
        case (let first?, _) where first >= size: self = .unsatisfiable
        case (let first?, let last?) where last >= first:
            self = .part(first..<min(last + 1, size))
        case (let first?, nil) where sides[1].isEmpty: self = .part(first..<size)
        case (nil, let suffix?) where sides[0].isEmpty:
            self = suffix == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - suffix)..<size)
        default: return
        }
    }

    /// Digits only, at most fifteen: more bytes than any file has.
    private static func number(_ text: Substring) -> Int? {
        guard text.utf8.allSatisfy({ (48...57).contains($0) }), text.utf8.count <= 15 else {
            return nil
        }
        return Int(text)
    }
}
