/// A commit of a history that git is asked about.
package struct OracleCommit: Sendable {
    /// Its place in the history; parents come before.
    package let number: Int
    package let parents: [Int]
    package let message: String
    /// Every file by its path.
    package let files: [String: String]

    package init(number: Int, parents: [Int], message: String, files: [String: String]) {
        self.number = number
        self.parents = parents
        self.message = message
        self.files = files
    }
}
