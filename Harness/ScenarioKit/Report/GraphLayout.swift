/// Where each commit of a picture is drawn: columns by depth, rows by chain.
package struct GraphLayout: Sendable {
    /// One commit and its place.
    package struct Place: Sendable, Hashable {
        package let id: String
        package let name: String
        package let parents: [String]
        package let column: Int
        package let row: Int
        /// Refs that point to it: branches first.
        package let refs: [HistoryPicture.Ref]
        /// False for a commit that no ref leads to.
        package let isReachable: Bool
    }

    package let places: [Place]
    private let index: [String: Int]

    /// Lays out a picture.
    ///
    /// - Parameter ghosts: whether commits that no ref leads to get a place too; with them, two
    ///   pictures of the same commits have the same layout.
    package init(_ picture: HistoryPicture, ghosts: Bool) {
        let reachable = picture.reachable
        let shown = picture.commits.filter { ghosts || reachable.contains($0.id) }
        var refs: [String: [HistoryPicture.Ref]] = [:]
        for ref in picture.refs { refs[ref.commit, default: []].append(ref) }
        var columns: [String: Int] = [:]
        for commit in shown {
            columns[commit.id] = (commit.parents.compactMap { columns[$0] }.max() ?? -1) + 1
        }
        let rows = Self.rows(shown, columns: columns)
        let places = shown.map { commit in
            let own = refs[commit.id, default: []]
            return Place(
                id: commit.id, name: commit.name, parents: commit.parents,
                column: columns[commit.id] ?? 0, row: rows[commit.id] ?? 0,
                refs: own.filter(\.isBranch) + own.filter { !$0.isBranch },
                isReachable: reachable.contains(commit.id))
        }
        self.places = places
        index = Dictionary(places.indices.map { (places[$0].id, $0) }) { first, _ in first }
    }

    /// The place of a commit; nil when it is not drawn.
    package func place(of id: String) -> Place? { index[id].map { places[$0] } }

    /// A commit goes on in the row of its first parent unless a longer line of children has it.
    private static func rows(
        _ commits: [HistoryPicture.Commit], columns: [String: Int]
    ) -> [String: Int] {
        var length: [String: Int] = [:]
        for commit in commits.reversed() {
            let own = length[commit.id] ?? 0
            if let parent = commit.parents.first {
                length[parent] = max(length[parent] ?? 0, own + 1)
            }
        }
        var heirs: [String: String] = [:]
        for commit in commits {
            guard let parent = commit.parents.first else { continue }
            let best = heirs[parent].flatMap { length[$0] ?? 0 } ?? -1
            if length[commit.id] ?? 0 > best { heirs[parent] = commit.id }
        }
        var rows: [String: Int] = [:]
        var next = 0
        for commit in commits {
            if let parent = commit.parents.first, heirs[parent] == commit.id,
                let row = rows[parent]
            {
                rows[commit.id] = row
            } else {
                rows[commit.id] = next
                next += 1
            }
        }
        return rows
    }
}
