/// One record found by a search.
package struct SearchHit: Sendable, Hashable {
    package let sheet: String
    /// Path below the sheet's root, without the extension.
    package let path: String
    /// Higher is better; comparable within one answer only.
    package let score: Double
    /// Plain text around the first word found, at most `Limits.snippetCharacters` characters.
    package let snippet: String

    package init(sheet: String, path: String, score: Double, snippet: String) {
        self.sheet = sheet
        self.path = path
        self.score = score
        self.snippet = snippet
    }
}
