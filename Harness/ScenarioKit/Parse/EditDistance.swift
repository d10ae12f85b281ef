/// Finds the word someone meant.
package enum EditDistance {
    /// The candidate nearest to `word`, if near enough to suggest; the first of equals.
    package static func nearest(to word: String, in candidates: [String]) -> String? {
        let limit = max(1, min(3, word.count / 3 + 1))
        var best: (word: String, distance: Int)?
        for candidate in candidates where candidate != word {
            let distance = between(word.lowercased(), candidate.lowercased())
            // What shares no letter is no slip of the finger.
            guard distance < max(word.count, candidate.count) else { continue }
            if distance <= limit, distance < (best?.distance ?? .max) {
                best = (candidate, distance)
            }
        }
        return best?.word
    }

    /// `did you mean 'x'?`, or the list of what is possible when that is short.
    package static func hint(for word: String, in candidates: [String]) -> String? {
        if let found = nearest(to: word, in: candidates) { return "did you mean '\(found)'?" }
        guard !candidates.isEmpty, candidates.count <= 16 else { return nil }
        return "known: \(candidates.joined(separator: ", "))"
    }

    /// Insertions, deletions, substitutions and swaps of neighbours between two words.
    static func between(_ left: String, _ right: String) -> Int {
        let left = Array(left.prefix(64))
        let right = Array(right.prefix(64))
        var rows = [Array(0...right.count)]
        for i in 0..<left.count {
            var row = [i + 1]
            for j in 0..<right.count {
                let change = rows[i][j] + (left[i] == right[j] ? 0 : 1)
                var cost = min(change, row[j] + 1, rows[i][j + 1] + 1)
                if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                    cost = min(cost, rows[i - 1][j - 1] + 1)
                }
                row.append(cost)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
