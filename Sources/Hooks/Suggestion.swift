/// What may have been meant by a word that is not known.
enum Suggestion {
    /// `; did you mean x?` or the list of what is known.
    static func among(_ known: [String], for word: String) -> String {
        let near = known.map { (distance($0, word), $0) }.min { $0.0 < $1.0 }
        guard let near, near.0 <= 2 else { return "; known are \(known.joined(separator: ", "))" }
        return "; did you mean \(near.1)?"
    }

    /// A word from outside, short enough for a message and on one line.
    static func quoted(_ word: String) -> String { String(reflecting: String(word.prefix(64))) }

    /// The number of letters to add, drop or change.
    private static func distance(_ one: String, _ other: String) -> Int {
        let one = Array(one.unicodeScalars)
        let other = Array(other.unicodeScalars)
        guard abs(one.count - other.count) <= 2 else { return .max }
        var row = Array(0...other.count)
        for (i, letter) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, second) in other.enumerated() {
                let change = diagonal + (letter == second ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(change, row[j] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
