import CLibgit2
import Glibc

/// Looks at a folder from outside, as git's `is_git_directory` does, and creates new ones.
enum RepositoryFolder {
    /// How an unfinished clone inside a target folder, or beside it, is named.
    static let unfinishedPrefix = ".livetree-clone-"

    static func kind(at path: String) -> FolderKind {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let code = errno
            return code == ENOENT ? .missing : unreadable(code)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else { return .notARepository }
        guard let names = entries(of: path) else {
            return unreadable(errno)
        }
        if isEmpty(names) { return .empty }
        if names.contains(".git") { return .notBare }
        // A reftable repository has a file of that name in `refs`, so `refs` is there too.
        guard names.isSuperset(of: ["HEAD", "objects", "refs"]) else { return .notARepository }
        do throws(GitError) {
            return try configuredKind(of: path)
        } catch {
            return .unsupported(reason: "its config cannot be read: \(error.message)")
        }
    }

    private static func unreadable(_ code: Int32) -> FolderKind {
        .unsupported(reason: "cannot be read: \(String(cString: strerror(code)))")
    }

    /// Nothing but the file system's own folder and what a killed clone left: it takes HEAD last,
    /// so a folder with its leftovers and no HEAD was never a repository.
    private static func isEmpty(_ names: Set<String>) -> Bool {
        let unfinished = names.contains { $0.hasPrefix(unfinishedPrefix) }
        if unfinished && !names.contains("HEAD") { return true }
        return names.allSatisfy { $0 == "lost+found" || $0.hasPrefix(unfinishedPrefix) }
    }

    private static func configuredKind(of path: String) throws(GitError) -> FolderKind {
        try Libgit2.start()
        var status = stat()
        guard stat(path + "/config", &status) == 0 else { return .bare }
        let values = try configuration(at: path + "/config")
        if let reason = unsupportedReason(values) { return .unsupported(reason: reason) }
        let isBare = values["core.bare"].map { ["true", "yes", "on", "1", ""].contains($0) }
        if isBare == false || values["core.worktree"] != nil { return .notBare }
        return .bare
    }

    private static func unsupportedReason(_ values: [String: String]) -> String? {
        let format = values["extensions.objectformat"] ?? "sha1"
        guard format == "sha1" else {
            return "uses the object format \(format); only SHA-1 repositories can be served"
        }
        let storage = values["extensions.refstorage"] ?? "files"
        guard storage == "files" else {
            return "keeps its references as \(storage); only the files format can be served"
        }
        let isPartial = values.keys.contains {
            $0 == "extensions.partialclone"
                || ($0.hasPrefix("remote.") && $0.hasSuffix(".promisor"))
        }
        guard !isPartial else {
            return "is a partial clone; every object must be here: clone it without a filter"
        }
        let version = values["core.repositoryformatversion"] ?? "0"
        guard ["0", "1"].contains(version) else {
            return "has the unknown repository format version \(version)"
        }
        let known = ["extensions.noop", "extensions.objectformat", "extensions.refstorage"]
        let other = values.keys.filter { $0.hasPrefix("extensions.") && !known.contains($0) }
        return other.min().map { "uses the extension \($0), which is not supported" }
    }

    /// Every value of one configuration file by its lower-case name, the last one winning.
    private static func configuration(at path: String) throws(GitError) -> [String: String] {
        let config = try Handle<Kinds.Config>("git_config_open_ondisk") {
            git_config_open_ondisk(&$0, path)
        }
        let iterator = try Handle<Kinds.ConfigIterator>("git_config_iterator_new") {
            git_config_iterator_new(&$0, config.pointer)
        }
        var values: [String: String] = [:]
        var entry: UnsafeMutablePointer<git_config_entry>?
        while true {
            let code = git_config_next(&entry, iterator.pointer)
            if code == GIT_ITEROVER.rawValue { return values }
            try check(code, "git_config_next")
            guard let entry, let name = entry.pointee.name else { continue }
            let value = entry.pointee.value.map { String(cString: $0) } ?? ""
            values[String(cString: name).lowercased()] = value.lowercased()
        }
    }

    /// The names in a folder without `.` and `..`; nil when it cannot be read (`errno` says why).
    static func entries(of path: String) -> Set<String>? {
        guard let folder = opendir(path) else { return nil }
        defer { closedir(folder) }
        var names: Set<String> = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.insert(name) }
        }
        return names
    }
}
