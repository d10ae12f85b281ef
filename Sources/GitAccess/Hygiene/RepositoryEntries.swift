import Glibc

/// The entries of a repository's folder, seen without following symbolic links. All methods block.
struct RepositoryEntries: Sendable {
    /// Absolute, without symbolic links.
    let path: String

    /// Nil when there is no folder at `given`.
    init?(_ given: String) {
        guard let resolved = realpath(given, nil) else { return nil }
        defer { free(resolved) }
        path = String(cString: resolved)
        guard kind(of: "") == S_IFDIR else { return nil }
    }

    /// What `lstat` says about a name relative to the repository; nil when it is not there.
    func status(_ name: String) -> stat? {
        var status = stat()
        return lstat(full(name), &status) == 0 ? status : nil
    }

    func full(_ name: String) -> String { name.isEmpty ? path : "\(path)/\(name)" }

    /// The type bits of the mode; nil when the name is not there.
    func kind(of name: String) -> mode_t? { status(name).map { $0.st_mode & S_IFMT } }

    /// The names in a folder that is no symbolic link, sorted; none when it is not there.
    func names(in folder: String) -> [String] {
        guard kind(of: folder) == S_IFDIR else { return [] }
        return (RepositoryFolder.entries(of: full(folder)) ?? []).sorted()
    }

    /// Every path below a folder, in order, without passing through symbolic links.
    func paths(below folder: String) -> [String] {
        var found: [String] = []
        var pending: [(path: String, depth: Int)] = [(folder, 0)]
        while let next = pending.popLast() {
            for name in names(in: next.path) {
                guard found.count < Limits.sweepEntries else { return found }
                let path = "\(next.path)/\(name)"
                found.append(path)
                if next.depth < Limits.sweepDepth, kind(of: path) == S_IFDIR {
                    pending.append((path, next.depth + 1))
                }
            }
        }
        return found.sorted()
    }

    /// Traces of interrupted work by hand.
    func unusedStates() -> [String] {
        let names = [
            "rebase-merge", "rebase-apply", "sequencer", "MERGE_HEAD", "CHERRY_PICK_HEAD",
            "REVERT_HEAD", "BISECT_LOG", "worktrees",
        ]
        return names.filter { status($0) != nil }
    }
}

extension stat {
    /// When the content last changed, in seconds since 1970.
    var modifiedSeconds: Double { Double(st_mtim.tv_sec) + Double(st_mtim.tv_nsec) / 1e9 }

    /// Whether it is still the same file, unchanged.
    func isSame(as other: stat) -> Bool {
        st_dev == other.st_dev && st_ino == other.st_ino && modifiedSeconds == other.modifiedSeconds
    }
}
