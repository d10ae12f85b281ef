import Foundation

/// Where the branches of a repository are, byte for byte as its files say it: as long as it is equal,
/// git need not be asked again which commits are on them.
struct BranchState: Equatable {
    private var files: [String: Data] = [:]

    /// Nil where the references are kept in another way than in files, or cannot be read.
    init?(of repository: String) {
        let manager = FileManager.default
        let inner = "\(repository)/.git"
        let folder = manager.fileExists(atPath: inner) ? inner : repository
        guard !manager.fileExists(atPath: "\(folder)/reftable"),
            let names = manager.enumerator(atPath: "\(folder)/refs/heads")
        else { return nil }
        files["packed-refs"] = manager.contents(atPath: "\(folder)/packed-refs")
        for case let name as String in names {
            // A folder has no content, and no branch.
            files[name] = manager.contents(atPath: "\(folder)/refs/heads/\(name)")
        }
    }
}
