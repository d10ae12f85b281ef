/// Why a file of the tree cannot be served: a bad record or a broken sheet declaration.
package struct SheetProblem: Error, Hashable, Sendable {
    /// Path of the file from the root of the tree.
    package let path: String
    /// Counts from 1; nil when the problem has no place in the text.
    package let line: Int?
    /// One sentence without a full stop.
    package let reason: String

    package init(path: String, line: Int?, reason: String) {
        self.path = path
        self.line = line
        self.reason = reason
    }
}
