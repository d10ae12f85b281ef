/// What a file must say, written `ACTOR:PATH`.
package struct FileExpectation: Sendable, Hashable {
    /// Whose file: a server's among its `files`, a clone's in its folder.
    package let actor: String
    /// Below that folder.
    package let path: String
    /// The whole text; `absent`: there is no such file.
    package let wanted: TextMatcher
}
