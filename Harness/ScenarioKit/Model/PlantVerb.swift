/// Puts something into an actor's repository that should not be there.
package struct PlantVerb: Sendable, Hashable {
    /// The actor.
    package let actor: String
    /// Makes `<path>.lock`, or the path itself when it already ends so.
    package var lock: String?
    /// Writes a file.
    package var file: String?
    /// What `file` gets.
    package var content: String?
    /// Overwrites bytes of an object or file.
    package var corrupt: String?
    /// Cuts an object or file to nothing.
    package var truncate: String?
    /// Deletes an object or file.
    package var remove: String?
    /// `MODE PATH`.
    package var chmod: String?
    /// How old the planted file looks.
    package var age: Duration?
}
