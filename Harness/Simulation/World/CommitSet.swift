/// A set of commits by their number in a world.
struct CommitSet: Hashable, Sendable {
    private var words: [UInt64] = []

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    /// The highest number; nil when empty.
    var last: Int? {
        guard let index = words.lastIndex(where: { $0 != 0 }) else { return nil }
        return index * 64 + 63 - words[index].leadingZeroBitCount
    }

    /// The numbers, ascending.
    var numbers: [Int] {
        words.indices.flatMap { index in
            (0..<64).filter { words[index] & (1 << $0) != 0 }.map { index * 64 + $0 }
        }
    }

    func contains(_ number: Int) -> Bool {
        number / 64 < words.count && words[number / 64] & (1 << (number % 64)) != 0
    }

    mutating func insert(_ number: Int) {
        while words.count <= number / 64 { words.append(0) }
        words[number / 64] |= 1 << (number % 64)
    }

    mutating func formUnion(_ other: CommitSet) {
        while words.count < other.words.count { words.append(0) }
        for index in other.words.indices { words[index] |= other.words[index] }
    }

    mutating func subtract(_ other: CommitSet) {
        for index in words.indices where index < other.words.count {
            words[index] &= ~other.words[index]
        }
    }

    func intersection(_ other: CommitSet) -> CommitSet {
        var result = CommitSet()
        result.words = zip(words, other.words).map { $0 & $1 }
        return result
    }

    func subtracting(_ other: CommitSet) -> CommitSet {
        var result = self
        result.subtract(other)
        return result
    }
}

extension CommitSet {
    func union(_ other: CommitSet?) -> CommitSet {
        guard let other else { return self }
        var result = self
        result.formUnion(other)
        return result
    }
}
