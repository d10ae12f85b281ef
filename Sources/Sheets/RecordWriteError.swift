/// Why a record cannot be written.
package enum RecordWriteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The sheet's declaration asks for something that cannot be done here.
    case readOnly(String)
    /// The field that holds a markdown record's text is missing or has another type.
    case textIsNoString(field: String)
    /// The field that repeats the text's first heading says something else.
    case titleDisagrees(field: String)
    /// The declared sort of a field has no order that is known here for what its array holds.
    case unsortable(field: String)
    /// The file would be larger than records may be; bytes.
    case tooLarge(Int)

    /// One sentence without a full stop.
    package var description: String {
        switch self {
        case .readOnly(let reason): "the sheet cannot be written to: \(reason)"
        case .textIsNoString(let field): "the field `\(field)` holds the text, it must be a string"
        case .titleDisagrees(let field):
            "the field `\(field)` disagrees with the first heading of the text"
        case .unsortable(let field):
            "the array in `\(field)` cannot be sorted as the sheet declares it"
        case .tooLarge(let count):
            "\(count) bytes are larger than \(Limits.recordBytes >> 20) MiB"
        }
    }
}
