/// Matches one segment of a path against its parts without backtracking.
///
/// Literals between fields are looked for from the left and then from the right: if both give the
/// same split, it is the only one.
struct SegmentMatcher {
    /// A piece of a segment: a text that must be there, or any text.
    enum Piece {
        case text([UInt8])
        case any
    }

    /// Adds a piece; texts that follow each other become one.
    static func append(_ piece: Piece, to pieces: inout [Piece]) {
        if case .text(let next) = piece, case .text(let last) = pieces.last {
            pieces[pieces.count - 1] = .text(last + next)
        } else {
            pieces.append(piece)
        }
    }

    /// Where the text of each `any` lies, in order.
    struct Split {
        let ranges: [Range<Int>]
        let isCertain: Bool
    }

    /// Returns nil when the segment does not fit.
    static func split(_ name: UnsafeRawBufferPointer, into pieces: [Piece]) -> Split? {
        guard let left = ranges(in: name, pieces: pieces) else { return nil }
        guard pieces.count > 1, left.count > 1 else {
            return Split(ranges: left, isCertain: true)
        }
        let mirrored = Array(name.reversed())
        let mirroredPieces = pieces.reversed().map { piece -> Piece in
            if case .text(let text) = piece { .text(text.reversed()) } else { .any }
        }
        let right = mirrored.withUnsafeBytes { ranges(in: $0, pieces: mirroredPieces) } ?? []
        let isCertain = left.elementsEqual(right.reversed()) { a, b in
            a.lowerBound == name.count - b.upperBound && a.upperBound == name.count - b.lowerBound
        }
        return Split(ranges: left, isCertain: isCertain)
    }

    /// The leftmost split: each `any` but the last is as short as can be.
    private static func ranges(
        in name: UnsafeRawBufferPointer, pieces: [Piece]
    ) -> [Range<Int>]? {
        var found: [Range<Int>] = []
        var index = 0
        var open: Int?
        for (position, piece) in pieces.enumerated() {
            guard case .text(let text) = piece else {
                if let start = open { found.append(start..<start) }
                open = index
                continue
            }
            guard let start = open else {
                guard name[index...].starts(with: text) else { return nil }
                index += text.count
                continue
            }
            let isLast = position == pieces.count - 1
            let place =
                isLast
                ? suffix(text, of: name, from: index)
                : first(text, in: name, from: index)
            guard let place else { return nil }
            found.append(start..<place)
            index = place + text.count
            open = nil
        }
        if let start = open {
            found.append(start..<name.count)
            index = name.count
        }
        return index == name.count ? found : nil
    }

    private static func suffix(
        _ text: [UInt8], of name: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        let place = name.count - text.count
        guard place >= start, name[place...].elementsEqual(text) else { return nil }
        return place
    }

    /// Names are at most a few hundred bytes and both sides are bounded, so the plain search does.
    private static func first(
        _ text: [UInt8], in name: UnsafeRawBufferPointer, from start: Int
    ) -> Int? {
        guard start + text.count <= name.count else { return nil }
        return (start...(name.count - text.count)).first { name[$0...].starts(with: text) }
    }
}
