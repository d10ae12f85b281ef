/// Runs the git program in an actor's repository.
package struct GitVerb: Sendable, Hashable {
    /// The actor.
    package let actor: String
    /// Arguments after `git`; `$captures` are replaced.
    package let args: [String]
    /// The wanted exit status.
    package var exit = 0
}
