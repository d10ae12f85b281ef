extension PathTemplate {
    /// Returns what `recordPath` (below the root, without extension) says about the record's
    /// fields; nil when the template can produce no such path, so that the file is no record.
    package func match(_ recordPath: String) -> [PathClaim]? {
        Self.withBytes(of: recordPath) { bytes in
            guard let names = names(of: bytes) else { return nil }
            var claims: [PathClaim] = []
            for (name, parts) in zip(names, segments) {
                guard Self.admits(name, parts: parts) else { return nil }
                claims += Self.claims(of: name, parts: parts)
            }
            if let recursive {
                let start = names.prefix(segments.count).reduce(0) { $0 + $1.count + 1 }
                let rest = String(decoding: bytes[start...], as: UTF8.self)
                claims.append(
                    PathClaim(field: recursive, text: rest, bucket: nil, isCertain: true))
            }
            return Self.joiningBuckets(claims)
        }
    }

    /// Whether `match` would give an answer; called for each file of a tree.
    func admits(_ recordPath: UnsafeRawBufferPointer) -> Bool {
        guard let names = names(of: recordPath) else { return false }
        return zip(names, segments).allSatisfy { Self.admits($0, parts: $1) }
    }

    /// The names a path is made of; nil when there are too few, too many, or empty ones.
    func names(of path: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer]? {
        guard path.count <= Limits.pathBytes else { return nil }
        let slash = UInt8(ascii: "/")
        var names: [UnsafeRawBufferPointer] = []
        var start = 0
        while true {
            let end = path[start...].firstIndex(of: slash) ?? path.count
            guard end > start else { return nil }
            names.append(UnsafeRawBufferPointer(rebasing: path[start..<end]))
            guard recursive != nil || names.count <= segments.count else { return nil }
            if end == path.count { break }
            start = end + 1
        }
        let fits = recursive == nil ? names.count == segments.count : names.count > segments.count
        return fits ? names : nil
    }

    /// Gives `body` the text's UTF-8.
    static func withBytes<Result>(
        of text: String, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        var text = text
        return text.withUTF8 { body(UnsafeRawBufferPointer($0)) }
    }

    private static func admits(_ name: UnsafeRawBufferPointer, parts: [PathPart]) -> Bool {
        if parts.count == 1 {
            switch parts[0] {
            case .field, .script: return true
            case .literal(let text): return name.elementsEqual(text)
            case .bucket(_, _, let unit): return unit.admits(name)
            }
        }
        return SegmentMatcher.split(name, into: pieces(of: parts)) != nil
    }

    private static func pieces(of parts: [PathPart]) -> [SegmentMatcher.Piece] {
        var pieces: [SegmentMatcher.Piece] = []
        for part in parts {
            if case .literal(let text) = part {
                SegmentMatcher.append(.text(text), to: &pieces)
            } else {
                pieces.append(.any)
            }
        }
        return pieces
    }

    static func claims(
        of name: UnsafeRawBufferPointer, parts: [PathPart]
    ) -> [PathClaim] {
        guard let split = SegmentMatcher.split(name, into: pieces(of: parts)) else { return [] }
        var ranges = split.ranges.makeIterator()
        return parts.compactMap { part in
            if case .literal = part { return nil }
            guard let range = ranges.next() else { return nil }
            let text = String(decoding: name[range], as: UTF8.self)
            switch part {
            case .field(let field):
                return PathClaim(
                    field: field, text: text, bucket: nil, isCertain: split.isCertain)
            case .bucket(let field, let bucket, _):
                return PathClaim(field: field, text: text, bucket: bucket, isCertain: true)
            case .literal, .script:
                return nil
            }
        }
    }

    /// One claim for the segments of one date.
    private static func joiningBuckets(_ claims: [PathClaim]) -> [PathClaim] {
        var joined: [PathClaim] = []
        var missing = 0
        for claim in claims {
            if missing > 0, let last = joined.popLast() {
                joined.append(
                    PathClaim(
                        field: last.field, text: last.text + "/" + claim.text,
                        bucket: last.bucket, isCertain: true))
                missing -= 1
            } else {
                joined.append(claim)
                missing = (claim.bucket?.units.count ?? 1) - 1
            }
        }
        return joined
    }
}
