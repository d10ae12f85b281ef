/// What a record's path says about one field of the record.
package struct PathClaim: Hashable, Sendable {
    package let field: FieldPath
    /// For a bucket the segments joined by `/`.
    package let text: String
    /// Set when the text is part of a date, not the field's text.
    package let bucket: DateBucket?
    /// False when the path could be split among the fields of its segment in another way.
    package let isCertain: Bool

    package init(field: FieldPath, text: String, bucket: DateBucket?, isCertain: Bool) {
        self.field = field
        self.text = text
        self.bucket = bucket
        self.isCertain = isCertain
    }
}
