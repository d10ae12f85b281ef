/// Why a text is not TOML 1.0, or not TOML that is accepted here.
package struct TOMLError: Error, Hashable, Sendable {
    /// Counts from 1; nil when the whole text is meant.
    package let line: Int?
    /// Counts characters from 1; nil when unknown.
    package let column: Int?
    package let message: String

    package init(line: Int?, column: Int?, message: String) {
        self.line = line
        self.column = column
        self.message = message
    }
}
