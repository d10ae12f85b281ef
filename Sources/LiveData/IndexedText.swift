/// A record's text as FTS5 splits it where people see its words end.
///
/// The tables of FTS5's unicode61 tokenizer are those of Unicode 6.1. What is younger is a letter to
/// it, so that the word in `party🥳` would be found by nobody who types `party`. A mark between the
/// two, a character that separates words and is not shown, keeps them apart.
enum IndexedText {
    /// Unit separator: nobody writes it, and it is no letter in any version of Unicode.
    private static let mark: Unicode.Scalar = "\u{1F}"

    /// The text with its marks.
    static func marked(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isMistaken) else { return text }
        var result = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if let last, isBoundary(last, scalar) { result.append(mark) }
            result.append(scalar)
            last = scalar
        }
        return String(result)
    }

    /// A part of such a text as it is shown.
    static func shown(_ text: String) -> String {
        guard text.unicodeScalars.contains(mark) else { return text }
        return String(text.unicodeScalars.filter { $0 != mark })
    }

    private static func isBoundary(_ one: Unicode.Scalar, _ next: Unicode.Scalar) -> Bool {
        (isMistaken(one) && SearchQuery.belongsToWord(next))
            || (isMistaken(next) && SearchQuery.belongsToWord(one))
    }

    /// Whether FTS5 takes it for a part of a word, and it is none.
    private static func isMistaken(_ scalar: Unicode.Scalar) -> Bool {
        // Up to here all characters were assigned by Unicode 6.1.
        guard scalar.value >= 0x300 else { return false }
        if let age = scalar.properties.age, age <= (6, 1) { return false }
        return !SearchQuery.belongsToWord(scalar)
    }
}
