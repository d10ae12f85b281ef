/// A place where the real process is held until it is released.
package struct GateVerb: Sendable, Hashable {
    /// The git command that is held before it runs.
    package enum GitCommand: String, Sendable, Hashable, CaseIterable {
        case fetch, push
        case mergeTree = "merge-tree"
        case updateRef = "update-ref"
        case any
    }

    /// The hook of a remote that is held.
    package enum Hook: String, Sendable, Hashable, CaseIterable {
        case preReceive = "pre-receive"
        case update
        case postReceive = "post-receive"
    }

    /// What is held; exactly one is given.
    package enum Place: Sendable, Hashable {
        case git(GitCommand)
        case hook(Hook)
        /// A named point of the server.
        case point(String)
    }

    /// The name it is released by.
    package let id: String
    /// The actor that is held.
    package let actor: String
    /// Where.
    package let place: Place
    /// Which arrival is held, from 1.
    package var nth = 1

    /// The named point; nil for other places.
    package var point: String? {
        guard case .point(let name) = place else { return nil }
        return name
    }
}
