/// What a folder is to this server, found without changing anything in it.
package enum FolderKind: Hashable, Sendable {
    /// Nothing there.
    case missing
    /// A folder with nothing in it but what a file system or an unfinished clone left.
    case empty
    /// A bare repository that can be served.
    case bare
    /// A repository with a work tree.
    case notBare
    case notARepository
    /// A repository of a kind that cannot be read here; the reason says which.
    case unsupported(reason: String)
}

extension FolderKind {
    /// The error for opening a folder that is not a bare repository.
    func refusal(of path: String) -> GitError {
        let reason =
            switch self {
            case .missing: "does not exist"
            case .empty: "is empty"
            case .bare: "is a bare repository"
            case .notBare: "is a repository with a work tree, not a bare one"
            case .notARepository: "is not a git repository"
            case .unsupported(let reason): reason
            }
        return GitError(
            code: self == .missing ? .notFound : .unsupported, category: .repository,
            operation: "git_repository_open_ext", message: "\(path): \(reason)")
    }
}
