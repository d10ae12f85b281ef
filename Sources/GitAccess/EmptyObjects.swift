import GitModel

/// Loose objects whose file a power cut left without a byte.
enum EmptyObjects {
    /// Removes those that can be read all the same, from a pack: the git program dies of the file,
    /// which says nothing, and would not look for the pack.
    static func removeSuperfluous(in repository: String) throws(GitError) {
        let opened = try Repository(at: repository)
        for folder in RepositoryFolder.entries(of: "\(repository)/objects") ?? []
        where folder.utf8.count == 2 {
            for file in RepositoryFolder.entries(of: "\(repository)/objects/\(folder)") ?? [] {
                let path = "\(repository)/objects/\(folder)/\(file)"
                guard let id = ObjectID(hex: folder + file), FileSystem.size(of: path) == 0,
                    opened.health(of: id) == .whole
                else { continue }
                FileSystem.remove(path)
            }
        }
    }
}
