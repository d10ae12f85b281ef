/// What a served record must say.
package struct RecordExpectation: Sendable, Hashable {
    /// What is wanted.
    package enum Wanted: Sendable, Hashable {
        /// No such record.
        case absent
        /// At least these fields.
        case fields([NamedMatcher])
    }

    /// `sheet/path`, without extension.
    package let path: String
    package let wanted: Wanted
}
