/// An object of a repository that git cannot read, or reads as something else.
struct DamagedObject: Hashable {
    /// What became of it, in the word of the step that does the same.
    enum Kind: String {
        case remove, truncate, corrupt
    }

    let id: String
    let kind: Kind
    /// Blob, tree, commit or tag; nil when nothing tells.
    var type: String?
}
