/// A comparison with a constant: `">= 3"`, `"< 50ms"`, or plain `3` for equality.
package struct Comparison: Sendable, Hashable, CustomStringConvertible {
    /// How the seen value relates to the constant.
    package enum Operator: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case atLeast = ">="
        case atMost = "<="
        case more = ">"
        case less = "<"
    }

    /// The constant.
    package enum Operand: Sendable, Hashable {
        case number(Double)
        case boolean(Bool)
        case duration(Duration)
        case size(ByteSize)
        case text(String)
    }

    /// The operator; `equal` when a bare number or boolean was written.
    package let operation: Operator
    /// What is compared with.
    package let operand: Operand
    /// As written, for messages.
    package let text: String

    package var description: String { text }
}
