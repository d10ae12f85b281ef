package import JSONModel

/// A commit that the remote's branch was seen at, and by whom.
package struct Tip: Equatable, Sendable {
    package let commit: String
    package let node: String

    package init(commit: String, node: String) {
        self.commit = commit
        self.node = node
    }

    package var json: JSON {
        .object(["commit": .string(commit), "node": .string(node)])
    }

    /// Nil: it is not one.
    package init?(_ text: String) {
        guard let json = try? JSON.parse(Array(text.utf8)), let commit = json["commit"]?.text,
            let node = json["node"]?.text
        else { return nil }
        self.init(commit: commit, node: node)
    }
}
