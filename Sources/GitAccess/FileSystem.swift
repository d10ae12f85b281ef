import Glibc

/// The few calls on files that making a repository needs; all of them block.
enum FileSystem {
    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Bytes of a file; nil when it is not there.
    static func size(of path: String) -> Int? {
        var status = stat()
        return lstat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Renames, and makes the new name durable.
    static func move(_ source: String, to target: String) throws(GitError) {
        guard rename(source, target) == 0 else { throw failure("rename", target) }
        try synchronize(folder: parent(of: target))
    }

    /// Makes the names in a folder durable.
    static func synchronize(folder: String) throws(GitError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("fsync", folder) }
    }

    /// Removes a file, or a folder with everything in it; symbolic links are not followed. What
    /// cannot be removed stays.
    static func remove(_ path: String) {
        var status = stat()
        if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            for name in RepositoryFolder.entries(of: path) ?? [] { remove("\(path)/\(name)") }
        }
        _ = Glibc.remove(path)
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func name(of path: String) -> String {
        String(path.split(separator: "/").last ?? "")
    }

    /// What the system says about the call on `path` that just failed.
    static func failure(_ call: String, _ path: String) -> GitError {
        GitError(
            code: .generic, category: .operatingSystem, operation: call,
            message: "\(path): \(String(cString: strerror(errno)))")
    }
}
