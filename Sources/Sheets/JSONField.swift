/// Access to one field of a record's JSON without reading the rest into values.
///
/// It understands compact JSON as `RecordWriter` writes it, where one string has one spelling.
package enum JSONField {
    /// Whether the field's value, or an element of it if it is an array, has this JSON text;
    /// strings are compared by content. Dots in `field` reach into tables.
    package static func matches(json: [UInt8], field: String, text: String) -> Bool {
        JSONFieldFilter(field: field, text: text).matches(json)
    }

    /// Returns the field's value as it stands in the JSON; nil when there is none.
    package static func value(_ json: [UInt8], _ field: String) -> ArraySlice<UInt8>? {
        JSONFieldPath(field).value(in: json)
    }
}
