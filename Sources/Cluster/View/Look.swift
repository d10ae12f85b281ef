package import JSONModel

/// A node was told to look at the remote, by a webhook: all others may look at the same time.
package struct Look: Equatable, Sendable {
    package let node: String

    package init(node: String) { self.node = node }

    package var json: JSON { .object(["node": .string(node)]) }

    /// Nil: it is not one.
    package init?(_ text: String) {
        guard let json = try? JSON.parse(Array(text.utf8)), let node = json["node"]?.text else {
            return nil
        }
        self.init(node: node)
    }
}
