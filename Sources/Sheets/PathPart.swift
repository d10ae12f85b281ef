/// A piece of one segment of a path template.
enum PathPart: Hashable {
    case literal([UInt8])
    /// A field of the record, by the keys that lead to it.
    case field(FieldPath)
    /// One part of a date: a segment of its own.
    case bucket(FieldPath, DateBucket, DateBucket.Unit)
    /// JavaScript, which is not run here: any text.
    case script(String)
}
