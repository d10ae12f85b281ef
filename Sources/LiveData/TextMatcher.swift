/// Finds a query's words in the text of a hit: how well it matches, and what to show of it.
struct TextMatcher: Sendable {
    private struct Word {
        let bytes: [UInt8]
        let isPrefix: Bool
    }

    private let words: [Word]

    init(_ query: SearchQuery) {
        words = query.words.map {
            Word(bytes: FoldedWord.fold($0.text.utf8), isPrefix: $0.isPrefix)
        }
    }

    /// Grows with each word's occurrences, less and less, and is lower in longer texts: the part
    /// of BM25 that needs no statistics.
    func weight(of text: String) -> Double {
        var counts = [Double](repeating: 0, count: words.count)
        var length = 0.0
        scan(text) { word, _ in
            length += 1
            if let word { counts[word] += 1 }
            return true
        }
        let saturation = 1.2 * (0.25 + 0.75 * length / 50)
        return counts.reduce(0) { $0 + $1 / ($1 + saturation) }
    }

    /// The text around the first word found, on one line, at most
    /// `Limits.snippetCharacters` characters with `…` where it was cut.
    func snippet(of text: String) -> String {
        var found = 0
        scan(text) { word, range in
            guard word != nil else { return true }
            found = range.lowerBound
            return false
        }
        return Snippet.plain(text, around: found) ?? Snippet.any(text, around: found)
    }

    /// Calls `body` with each word of the text: which query word it is, if any, and where.
    private func scan(_ text: String, _ body: (Int?, Range<Int>) -> Bool) {
        var text = text
        text.withUTF8 { buffer in
            FoldedWord.forEachWord(in: buffer) { range in
                body(index(of: UnsafeBufferPointer(rebasing: buffer[range])), range)
            }
        }
    }

    private func index(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        guard word.allSatisfy({ $0 < 0x80 }) else {
            let folded = FoldedWord.fold(word)
            return words.firstIndex { wanted in
                wanted.isPrefix ? folded.starts(with: wanted.bytes) : folded == wanted.bytes
            }
        }
        return words.firstIndex { wanted in
            let fits =
                wanted.isPrefix
                ? word.count >= wanted.bytes.count : word.count == wanted.bytes.count
            return fits
                && wanted.bytes.indices.allSatisfy {
                    FoldedWord.lowercased(word[$0]) == wanted.bytes[$0]
                }
        }
    }
}
