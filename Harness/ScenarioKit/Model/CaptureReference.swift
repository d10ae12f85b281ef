/// A value captured by an earlier step's `as`, written `$w1.commit`.
package struct CaptureReference: Sendable, Hashable, CustomStringConvertible {
    /// The name given by `as`.
    package let name: String
    /// The fields to go down, `["commit"]` in `$w1.commit`; empty for `$w1`.
    package let path: [String]

    /// Makes a reference.
    package init(name: String, path: [String]) {
        self.name = name
        self.path = path
    }

    package var description: String { "$" + ([name] + path).joined(separator: ".") }
}
