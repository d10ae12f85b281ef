/// Keeps the records whose field has a value, as in `?featured=true`.
package struct FieldFilter: Sendable, Hashable {
    /// Field name; dots reach into tables.
    package let field: String
    /// What the value's JSON text must be, strings without their quotes; an array matches when it
    /// contains such a value.
    package let text: String

    package init(field: String, text: String) {
        self.field = field
        self.text = text
    }
}
