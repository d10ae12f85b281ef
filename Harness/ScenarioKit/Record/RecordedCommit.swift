/// One commit of a recorded history.
struct RecordedCommit {
    /// What happens to one file.
    enum Change: Hashable {
        case text(String)
        case bytes([UInt8])
        case symlink(String)
        case gitlink(String)
        case delete
    }

    /// What the drawing calls it.
    let name: CommitName
    /// Its parents among the recorded ones.
    let parents: [CommitName]
    /// The seconds of its author's date.
    let seconds: Int64
    var message: String
    /// By path, in the order of paths.
    var changes: [(path: String, change: Change)]
    /// Files that are executable.
    var executable: [String]
}
