/// Where the records of a sheet lie: `path` of its declaration.
///
/// A template is a row of segments, each made of literals, fields and parts of dates; the last may
/// be one field whose value spans any number of segments. The rules are those of the reference
/// implementation (gitsheets, behaviors/path-templates).
package struct PathTemplate: Hashable, Sendable {
    /// As declared.
    package let source: String
    /// Without the recursive one.
    let segments: [[PathPart]]
    /// The field of `${{ field/** }}` behind the segments.
    let recursive: FieldPath?

    /// The JavaScript in the template, if any: then it renders nothing.
    package var scripts: [String] {
        segments.joined().compactMap { part in
            if case .script(let source) = part { source } else { nil }
        }
    }

    /// The fields the path is made of, each once, in the template's order.
    package var fields: [FieldPath] {
        var fields: [FieldPath] = []
        for part in segments.joined() {
            switch part {
            case .field(let field), .bucket(let field, _, _):
                if !fields.contains(field) { fields.append(field) }
            case .literal, .script: break
            }
        }
        if let recursive, !fields.contains(recursive) { fields.append(recursive) }
        return fields
    }
}
