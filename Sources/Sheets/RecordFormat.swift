/// How the records of a sheet are stored: `[gitsheet.format]`.
package struct RecordFormat: Hashable, Sendable {
    /// The kinds of files that hold records.
    package enum Kind: String, Sendable {
        case toml
        case markdown
        case mdx
    }

    package let kind: Kind
    /// The field that holds a markdown record's text; nil for TOML.
    package let bodyField: String?
    /// The field that repeats the first heading of the text on writes, if any.
    package let titleField: String?
    /// Whether writes run the text through the reference's markdown formatter.
    package let normalizesBody: Bool

    package init(kind: Kind, bodyField: String?, titleField: String?, normalizesBody: Bool) {
        self.kind = kind
        self.bodyField = bodyField
        self.titleField = titleField
        self.normalizesBody = normalizesBody
    }

    /// With the dot.
    package var fileExtension: String {
        switch kind {
        case .toml: ".toml"
        case .markdown: ".md"
        case .mdx: ".mdx"
        }
    }
}
