/// Why a template is none, or why a record has no path under it.
package enum PathTemplateError: Error, Hashable, Sendable {
    /// The template itself is wrong.
    case template(String)
    /// It holds JavaScript, which is not run here.
    case script(String)
    /// The record does not have the field.
    case missing(FieldPath)
    /// The field's value cannot stand in a path.
    case value(FieldPath, reason: String)
    /// The text of a segment cannot be the name of a file.
    case name(String, reason: String)

    /// One sentence without a full stop.
    package var reason: String {
        switch self {
        case .template(let reason): "the path template is wrong: \(reason)"
        case .script(let source): "the path template needs JavaScript: `\(source)`"
        case .missing(let field): "the path needs the field `\(field)`"
        case .value(let field, let reason): "the field `\(field)` \(reason)"
        case .name(let name, let reason): "\"\(name)\" \(reason)"
        }
    }
}
