/// Which server a step speaks to and looks at, written `two`, `store.writer` or `store`.
package struct ServerRef: Sendable, Hashable, CustomStringConvertible {
    /// A server; or the etcd of a cluster, which stands for every node of it that runs.
    package let actor: String
    /// The node of the cluster that writes at that moment, whichever it is.
    package let isWriter: Bool

    /// Makes one from its parts.
    package init(actor: String, isWriter: Bool = false) {
        self.actor = actor
        self.isWriter = isWriter
    }

    package var description: String { isWriter ? "\(actor).writer" : actor }
}
