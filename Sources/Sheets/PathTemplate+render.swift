extension PathTemplate {
    /// Returns the record's path below the sheet's root, without extension.
    package func render(_ record: TOMLValue) throws(PathTemplateError) -> String {
        var path: [String] = []
        for segment in segments {
            var name = ""
            for part in segment { name += try Self.text(of: part, in: record) }
            if let reason = PathName.refusal(of: name, slashes: false) {
                throw .name(name, reason: reason)
            }
            path.append(name)
        }
        if let recursive {
            let rest = try Self.text(of: .field(recursive), in: record)
            if let reason = PathName.refusal(of: rest, slashes: true) {
                throw .name(rest, reason: reason)
            }
            path.append(rest)
        }
        return path.joined(separator: "/")
    }

    private static func text(
        of part: PathPart, in record: TOMLValue
    ) throws(PathTemplateError) -> String {
        switch part {
        case .literal(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .script(let source): throw .script(source)
        case .field(let field):
            guard let value = record.value(at: field.keys) else { throw .missing(field) }
            guard let text = value.pathText(of: field) else {
                throw .value(field, reason: "is \(value.kindName), which no path can hold")
            }
            return text
        case .bucket(let field, let bucket, let unit):
            guard let value = record.value(at: field.keys) else { throw .missing(field) }
            guard let day = CalendarDay(value), let text = unit.text(for: day) else {
                throw .value(field, reason: "is no date for \(bucket.rawValue)")
            }
            return text
        }
    }
}
