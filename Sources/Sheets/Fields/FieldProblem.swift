/// What is wrong with one field of a record that is to be written.
package struct FieldProblem: Error, Hashable, Sendable {
    /// RFC 6901; "" is the whole record.
    package let pointer: String
    /// One sentence without a full stop: what is there, and what is wanted.
    package let reason: String

    package init(pointer: String, reason: String) {
        self.pointer = pointer
        self.reason = reason
    }

    /// A problem of the value that these keys lead to.
    init(_ keys: [String], _ reason: String) {
        self.init(pointer: FieldPointer(keys).description, reason: reason)
    }
}
