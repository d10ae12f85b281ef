/// What a three-way merge of one record gave.
package enum RecordMergeResult: Hashable, Sendable {
    /// The merged file; `lostText` when comments, key order or formatting of a side are not in it.
    case merged([UInt8], lostText: Bool)
    /// Why it cannot be merged; a sentence without a full stop that names the field.
    case conflict(String)
}
