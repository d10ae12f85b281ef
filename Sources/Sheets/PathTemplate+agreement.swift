extension PathTemplate {
    /// Finds the first field of a record that contradicts its path, which `match` accepts.
    ///
    /// A field the record lacks is no contradiction: the reference reads such a record too.
    func contradiction(of record: TapeCursor, path: String) -> PathContradiction? {
        Self.withBytes(of: path) { bytes in
            guard let names = names(of: bytes) else { return nil }
            for (name, parts) in zip(names, segments) {
                if let found = Self.contradiction(of: record, name: name, parts: parts) {
                    return found
                }
            }
            guard let recursive else { return nil }
            let start = names.prefix(segments.count).reduce(0) { $0 + $1.count + 1 }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
            return Self.contradiction(of: record, name: rest, parts: [.field(recursive)])
        }
    }

    private static func contradiction(
        of record: TapeCursor, name: UnsafeRawBufferPointer, parts: [PathPart]
    ) -> PathContradiction? {
        var pieces: [SegmentMatcher.Piece] = []
        var suspect: (field: FieldPath, line: Int, seen: String)?
        for part in parts {
            switch part {
            case .literal(let text): SegmentMatcher.append(.text(text), to: &pieces)
            case .script: pieces.append(.any)
            case .field(let field), .bucket(let field, _, _):
                guard let found = record.find(field.keyBytes) else {
                    pieces.append(.any)
                    continue
                }
                if parts.count == 1, holds(found.value, name) { return nil }
                let value = TOMLReader.value(of: found.value)
                let shown = seen(value, cursor: found.value)
                guard let text = text(of: value, field: field, part: part) else {
                    return PathContradiction(
                        line: found.line, field: field, expected: quoted(name), seen: shown)
                }
                if suspect == nil { suspect = (field, found.line, shown) }
                SegmentMatcher.append(.text(Array(text.utf8)), to: &pieces)
            }
        }
        guard let suspect, SegmentMatcher.split(name, into: pieces) == nil else { return nil }
        return blame(suspect, record: record, name: name, parts: parts)
    }

    /// The quick look for the most common template: a string that is the whole name.
    private static func holds(_ value: TapeCursor, _ name: UnsafeRawBufferPointer) -> Bool {
        var cursor = value
        return cursor.tag() == .string && cursor.bytes().elementsEqual(name)
    }

    /// What `part` makes of the value; nil when it cannot stand in a path.
    private static func text(of value: TOMLValue, field: FieldPath, part: PathPart) -> String? {
        if case .bucket(_, _, let unit) = part {
            return CalendarDay(value).flatMap { unit.text(for: $0) }
        }
        return value.pathText(of: field) ?? value.dateText
    }

    /// Names the field whose own text differs from what the path says, when that is certain.
    private static func blame(
        _ suspect: (field: FieldPath, line: Int, seen: String), record: TapeCursor,
        name: UnsafeRawBufferPointer, parts: [PathPart]
    ) -> PathContradiction {
        for claim in claims(of: name, parts: parts) where claim.isCertain {
            guard let found = record.find(claim.field.keyBytes) else { continue }
            let value = TOMLReader.value(of: found.value)
            guard claim.bucket != nil || value.pathText(of: claim.field) != claim.text else {
                continue
            }
            return PathContradiction(
                line: found.line, field: claim.field, expected: "\"\(claim.text)\"",
                seen: seen(value, cursor: found.value))
        }
        return PathContradiction(
            line: suspect.line, field: suspect.field, expected: quoted(name), seen: suspect.seen)
    }

    private static func seen(_ value: TOMLValue, cursor: TapeCursor) -> String {
        switch value {
        case .array, .table: value.kindName
        default: String(decoding: RecordWriter.json(of: cursor).prefix(200), as: UTF8.self)
        }
    }

    private static func quoted(_ name: UnsafeRawBufferPointer) -> String {
        "\"\(String(decoding: name, as: UTF8.self))\""
    }
}
