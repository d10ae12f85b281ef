/// What a commit changes, as the git program tells it.
struct CommitChange: Sendable, Equatable {
    /// A file on the commit's side: mode and blob; nil where the file is gone.
    struct File: Sendable, Hashable {
        let mode: String
        let blob: String
    }

    /// Every changed path, with what the commit makes of it.
    let files: [String: File?]
    /// The patch without lines of context, positions and blob ids: what `git patch-id` looks at.
    let patch: String

    /// Reads the change of a commit against its first parent.
    ///
    /// - Throws: `HarnessError` when the repository does not have it.
    init(of commit: String, in repository: String, git: GitProgram) async throws {
        let common = ["diff-tree", "-r", "--root", "--no-commit-id", "--no-renames", "-m"]
        let raw = try await git.must(
            common + ["--raw", "-z", "--no-abbrev", commit], in: repository)
        files = Self.files(raw.output)
        let patch = try await git.must(
            common + ["-p", "-U0", "--full-index", "--no-color", "--no-ext-diff", commit],
            in: repository)
        self.patch = Self.patch(patch.output)
    }

    init(files: [String: File?], patch: String) {
        self.files = files
        self.patch = patch
    }

    /// Whether a commit with `other`'s change, whose tree is `tree`, carries this change: the same
    /// patch; or else each path is changed there too (a merge by field writes other lines), or is
    /// there just as this commit makes it (someone else did the same).
    func isCarried(by other: CommitChange, tree: [String: File]) -> Bool {
        if patch == other.patch { return true }
        return files.allSatisfy { path, file in
            other.files[path] != nil || tree[path] == file
        }
    }

    /// `:100644 100644 old new M\0path\0`, again and again.
    static func files(_ raw: String) -> [String: File?] {
        var files: [String: File?] = [:]
        var fields = raw.split(separator: "\0", omittingEmptySubsequences: false)[...]
        while let head = fields.popFirst(), head.hasPrefix(":"), let path = fields.popFirst() {
            let words = head.dropFirst().split(separator: " ").map(String.init)
            guard words.count == 5 else { continue }
            files[String(path)] = .some(
                words[4] == "D" ? nil : File(mode: words[1], blob: words[3]))
        }
        return files
    }

    /// Drops what differs between two patches that change the same lines. The ids of a file that is
    /// not text stay: they are all there is of its change.
    static func patch(_ text: String) -> String {
        var lines: [Substring] = []
        var index: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("index ") {
                index = line
            } else if line.hasPrefix("Binary files ") {
                if let index { lines.append(index) }
            } else if line.hasPrefix("@@ ") {
                lines.append("@@")
            } else {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// The files of a commit's tree.
    static func tree(
        of commit: String, in repository: String, git: GitProgram
    ) async throws -> [String: File] {
        let list = try await git.must(
            ["ls-tree", "-r", "-z", "--full-tree", commit], in: repository)
        var files: [String: File] = [:]
        for entry in list.output.split(separator: "\0") {
            let halves = entry.split(separator: "\t", maxSplits: 1)
            let words = halves[0].split(separator: " ").map(String.init)
            guard halves.count == 2, words.count == 3 else { continue }
            files[String(halves[1])] = File(mode: words[0], blob: words[2])
        }
        return files
    }
}
