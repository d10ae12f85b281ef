/// A path that a merge could not bring together, and why.
package struct MergeConflict: Hashable, Sendable {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}
