/// A commit of a simulated world, for those who draw it again.
package struct DrawnCommit: Sendable {
    /// Its place in the history; parents come before.
    package let number: Int
    package let parents: [Int]
    package let message: String
    package let records: RecordMap
}

extension ObjectBook {
    /// Every commit there is, parents first.
    var drawn: [DrawnCommit] {
        var book = self
        return (0..<count).map { number in
            let commit = commit(number: number)
            return DrawnCommit(
                number: number,
                parents: content(of: commit)?.parents.compactMap { self.number(of: $0) } ?? [],
                message: message(of: commit), records: book.records(of: commit))
        }
    }
}
