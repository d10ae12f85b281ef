package import GitModel

/// What became of commits that were to be written as a chain.
package enum ChainWrite: Sendable {
    /// One for each commit, in order; all are durable.
    case written([CommitInfo])
    /// The commit at `index` puts the file `path` where a folder is, or below a file: nothing was
    /// written.
    case clash(index: Int, path: String)
}
