extension PathTemplate {
    /// What a path says about a field that a record lacks.
    enum Completion {
        /// The field's text.
        case text(FieldPath, String)
        /// The path alone does not tell the field's value; why not.
        case unknown(FieldPath, reason: String)
    }

    /// Returns what `recordPath`, which `match` accepts, says about the fields that `record` lacks.
    ///
    /// The fields that it has narrow down how a segment is split among several.
    func completions(of record: TOMLValue, at recordPath: String) -> [Completion] {
        Self.withBytes(of: recordPath) { bytes in
            guard let names = names(of: bytes) else { return [] }
            var found: [Completion] = []
            for (name, parts) in zip(names, segments) {
                found += Self.completions(of: record, name: name, parts: parts)
            }
            if let recursive, record.value(at: recursive.keys) == nil {
                let start = names.prefix(segments.count).reduce(0) { $0 + $1.count + 1 }
                found.append(.text(recursive, String(decoding: bytes[start...], as: UTF8.self)))
            }
            return found
        }
    }

    private static func completions(
        of record: TOMLValue, name: UnsafeRawBufferPointer, parts: [PathPart]
    ) -> [Completion] {
        var pieces: [SegmentMatcher.Piece] = []
        var missing: [FieldPath] = []
        for part in parts {
            switch part {
            case .literal(let text): SegmentMatcher.append(.text(text), to: &pieces)
            case .script: return []
            case .bucket(let field, let bucket, _):
                guard record.value(at: field.keys) == nil else { return [] }
                return [
                    .unknown(
                        field,
                        reason: "is missing; the path needs a date, and holds only its "
                            + bucket.rawValue)
                ]
            case .field(let field):
                if let text = record.value(at: field.keys)?.pathText(of: field) {
                    SegmentMatcher.append(.text(Array(text.utf8)), to: &pieces)
                } else {
                    missing.append(field)
                    SegmentMatcher.append(.any, to: &pieces)
                }
            }
        }
        guard !missing.isEmpty, let split = SegmentMatcher.split(name, into: pieces) else {
            return []
        }
        return zip(missing, split.ranges).compactMap { field, range in
            guard record.value(at: field.keys) == nil else { return nil }
            guard split.isCertain else {
                return .unknown(
                    field,
                    reason: "is missing; \"\(String(decoding: name, as: UTF8.self))\" can be split "
                        + "into the fields of the path in more than one way")
            }
            return .text(field, String(decoding: name[range], as: UTF8.self))
        }
    }
}
