import Foundation

/// A name for a remote's URL that no rule of the repository's configuration can rewrite.
///
/// `url.<base>.insteadOf` and `pushInsteadOf` of the served repository could send a push anywhere.
/// Git follows the longest matching rule, once: a name nobody can know, with a rule of ours that
/// is as long as the name, is never reached by another one.
struct RemoteAlias: Sendable {
    /// What git is given in the URL's place.
    let name: String
    /// Configuration for the call: name and value.
    let settings: [(name: String, value: String)]

    init(_ url: String) {
        let name = "livetree://\(UUID().uuidString)"
        self.name = name
        settings = ["insteadOf", "pushInsteadOf"].map { ("url.\(url).\($0)", name) }
    }
}
