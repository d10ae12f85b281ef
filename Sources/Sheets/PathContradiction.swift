/// A field of a record that says something else than the record's path.
struct PathContradiction: Hashable {
    let line: Int
    let reason: String

    init(line: Int, field: FieldPath, expected: String, seen: String) {
        self.line = line
        reason = "the field `\(field)` is \(seen), the record's path says \(expected)"
    }
}
