/// One key of the matrix and the values it takes.
package struct MatrixAxis: Sendable, Hashable {
    /// The key `when` selects by.
    package let name: String
    /// Its values as text, in the order written.
    package let values: [String]
}
