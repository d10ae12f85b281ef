/// How writes order the array in one field: `[gitsheet.fields.<field>] sort`.
package struct FieldSort: Hashable, Sendable {
    /// One key of the tables in the array.
    package struct Key: Hashable, Sendable {
        package let field: String
        package let isDescending: Bool

        package init(field: String, isDescending: Bool) {
            self.field = field
            self.isDescending = isDescending
        }
    }

    /// The forms a declaration has.
    package enum Rule: Hashable, Sendable {
        /// `true`: by the values themselves; `false`: as they come.
        case values(Bool)
        /// By these keys, the first that differs decides.
        case keys([Key])
        /// A JavaScript comparator, which makes the sheet read-only.
        case script(String)
    }

    /// A key of the record.
    package let field: String
    package let rule: Rule

    package init(field: String, rule: Rule) {
        self.field = field
        self.rule = rule
    }
}
