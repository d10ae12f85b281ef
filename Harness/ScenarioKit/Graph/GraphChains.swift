/// A history taken apart into lines of commits.
struct GraphChains: Sendable {
    /// Commits each of which is the first parent of the next.
    struct Chain: Sendable {
        /// The commit the line leaves; nil for one that begins with a root.
        let from: CommitName?
        var commits: [CommitName]
    }

    /// Every line; those they leave come first.
    private(set) var all: [Chain] = []
    /// Second and further parents.
    private(set) var joins: [(parent: CommitName, child: CommitName)] = []
    /// The last commit of each line.
    var tips: [CommitName] { all.compactMap(\.commits.last) }
    /// The refs at a commit, in the order written.
    private(set) var refs: [CommitName: [String]] = [:]
    private let ranks: [CommitName: Int]

    init(_ graph: CommitGraph) {
        let order = graph.topologicalOrder
        ranks = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        for start in graph.refs { refs[start.commit, default: []].append("\(start.ref)") }
        // The longest way to a tip goes straight on; what else leaves a commit is a branch.
        var children: [CommitName: [CommitName]] = [:]
        for name in order {
            let parents = graph.parents[name, default: []].sorted()
            if let first = parents.first { children[first, default: []].append(name) }
            joins += parents.dropFirst().map { ($0, name) }
        }
        var length: [CommitName: Int] = [:]
        for name in order.reversed() {
            length[name] = 1 + (children[name] ?? []).map { length[$0, default: 0] }.reduce(0, max)
        }
        var waiting: [(from: CommitName?, first: CommitName)] = order.filter {
            graph.parents[$0, default: []].isEmpty
        }.map { (nil, $0) }
        var next = 0
        while next < waiting.count {
            let (from, first) = waiting[next]
            next += 1
            var chain = Chain(from: from, commits: [first])
            var name = first
            while let further = children[name], !further.isEmpty {
                let longest = further.map { length[$0, default: 0] }.reduce(0, max)
                guard let onward = further.first(where: { length[$0] == longest }) else { break }
                waiting += further.filter { $0 != onward }.map { (name, $0) }
                chain.commits.append(onward)
                name = onward
            }
            all.append(chain)
        }
    }

    /// The lines that leave a commit.
    func leaving(_ name: CommitName) -> [Chain] { all.filter { $0.from == name } }

    /// The commits of a line as written: names, and ranges of four or more that nothing leaves.
    func words(of chain: Chain) -> [(text: String, last: CommitName)] {
        let forks = Set(all.compactMap(\.from) + joins.map(\.parent))
        var words: [(text: String, last: CommitName)] = []
        var index = chain.commits.startIndex
        while index < chain.commits.endIndex {
            let first = chain.commits[index]
            var end = index
            while end + 1 < chain.commits.endIndex, !forks.contains(chain.commits[end]),
                Self.follows(chain.commits[end], chain.commits[end + 1])
            {
                end += 1
            }
            if end - index < 3 { end = index }
            let last = chain.commits[end]
            words.append((end == index ? first.text : "\(first)..\(last)", last))
            index = end + 1
        }
        return words
    }

    /// Whether a name is the other's with the next number.
    private static func follows(_ name: CommitName, _ next: CommitName) -> Bool {
        let prefix = name.text.prefix { !$0.isNumber }
        guard let number = Int(name.text.dropFirst(prefix.count)) else { return false }
        return next.text == "\(prefix)\(number + 1)"
    }

    /// A row for each of these commits that has refs, in the order of the history.
    func refRows(of names: [CommitName]) -> [String] {
        names.sorted { ranks[$0, default: 0] < ranks[$1, default: 0] }
            .compactMap { name in
                refs[name].map { "\(name)   \($0.joined(separator: " "))" }
            }
    }
}
