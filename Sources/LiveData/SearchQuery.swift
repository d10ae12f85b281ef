/// What a person typed into a search box, as words.
///
/// People never write FTS5 syntax: every character that is not part of a word separates words, all
/// words must occur, and the word still being typed also counts as the beginning of one.
struct SearchQuery: Sendable, Equatable {
    /// One word of the query.
    struct Word: Sendable, Hashable {
        let text: String
        /// True: longer words that begin like this count too.
        let isPrefix: Bool
    }

    /// All of them must occur; empty when nothing can be searched for.
    let words: [Word]

    /// Splits `text`; what is over `Limits.queryBytes` or `Limits.queryWords` is ignored.
    ///
    /// A prefix has at least two characters: one letter stands for itself.
    init(_ text: String) {
        var words: [Word] = []
        var current = String.UnicodeScalarView()
        var last: Unicode.Scalar?
        var bytes = 0
        func finish(asPrefix: Bool) {
            guard current.contains(where: Self.isSearchable) else {
                current = .init()
                return
            }
            words.append(
                Word(text: String(current), isPrefix: asPrefix && current.count > 1))
            current = .init()
        }
        for scalar in text.unicodeScalars {
            bytes += UTF8.width(scalar)
            guard bytes <= Limits.queryBytes, words.count < Limits.queryWords else { break }
            if Self.belongsToWord(scalar) {
                current.append(scalar)
            } else {
                finish(asPrefix: scalar == "*")
            }
            last = scalar
        }
        let endsInLetter = last.map { Self.isLetter($0) } ?? false
        if words.count < Limits.queryWords { finish(asPrefix: endsInLetter) }
        self.words = words
    }

    /// A character that FTS5's unicode61 tokenizer keeps: a letter, a number, or private use.
    private static func isSearchable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber, .privateUse: true
        default: isLetter(scalar)
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            true
        default: false
        }
    }

    /// Marks stay with their letter: an accent typed as a character of its own splits no word.
    static func belongsToWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: isSearchable(scalar)
        }
    }
}

extension SearchQuery.Word {
    /// The word in FTS5's syntax: quoted, so that nothing in it is an operator.
    var pattern: String { "\"\(text)\"\(isPrefix ? "*" : "")" }
}

extension SearchQuery {
    /// The whole query in FTS5's syntax.
    var pattern: String { words.map(\.pattern).joined(separator: " AND ") }
}
