/// All records of one commit, by name.
package typealias RecordMap = [String: RecordValue]

/// One record as the model sees it.
package enum RecordValue: Hashable, Sendable {
    case fields([String: String])
    /// A file that cannot be read.
    case unreadable

    /// Nil for a file that cannot be read.
    package var fields: [String: String]? {
        guard case .fields(let fields) = self else { return nil }
        return fields
    }
}

extension RecordMap {
    /// Whether every record can be read.
    var isServable: Bool { !values.contains(.unreadable) }
}
