import CLibgit2
import GitModel

/// Commits that are being made, one on the other, in memory.
struct CommitChain {
    struct Object {
        let bytes: [UInt8]
        let type: git_object_t
    }

    private let repository: Repository
    private var tip: CommitID?
    private var root: ObjectID?
    /// Trees made so far.
    private var trees: [ObjectID: RawTree] = [:]
    /// What is to be written; whatever an object names is before it or in the repository.
    private(set) var objects: [Object] = []
    private(set) var commits: [CommitInfo] = []

    init(onto base: CommitID?, in repository: Repository) throws(GitError) {
        self.repository = repository
        guard let base else { return }
        tip = base
        let raw = try repository.bytes(of: base.object, type: GIT_OBJECT_COMMIT)
        guard let content = CommitContent(id: base, raw: raw) else {
            throw GitError(
                code: .invalid, category: .objectStore, operation: "git_odb_read",
                message: "commit \(base) does not start with a tree and its parents")
        }
        root = content.tree.object
    }

    /// Adds a commit; answers with the path of a file that has no place, and adds nothing then.
    mutating func add(_ commit: NewCommit) throws(GitError) -> String? {
        var edits = EditFolder()
        for edit in commit.edits {
            var blob: ObjectID?
            if let content = edit.content {
                blob = edit.blob?.object
                if blob == nil { blob = try ObjectID(naming: content, as: GIT_OBJECT_BLOB) }
                objects.append(Object(bytes: content, type: GIT_OBJECT_BLOB))
            }
            edits.add(try EditFolder.parts(of: edit.path)[...], blob: blob)
        }
        let made = try apply(edits, to: root, at: [])
        switch made {
        case .clash(let path):
            return path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        case .made(let tree):
            if let tree {
                try add(commit, tree: tree)
            } else {
                try add(commit, tree: try add([], GIT_OBJECT_TREE))
            }
            return nil
        }
    }

    private enum Made {
        /// Nil: nothing is left in it.
        case made(ObjectID?)
        case clash([[UInt8]])
    }

    private mutating func apply(
        _ edits: EditFolder, to folder: ObjectID?, at path: [[UInt8]]
    ) throws(GitError) -> Made {
        if edits.isEmpty { return .made(folder) }
        let old = try tree(folder)
        var tree = old
        for (name, place) in edits.places {
            let path = path + [name]
            let before = try tree.entry(name)
            var entry = before
            if place.removes, entry?.isFolder == false { entry = nil }
            if let file = entry, !file.isFolder {
                if let put = place.inside.firstPut { return .clash(path + put) }
            } else if !place.inside.isEmpty {
                switch try apply(place.inside, to: entry?.id, at: path) {
                case .clash(let path): return .clash(path)
                case .made(let inside): entry = inside.map(RawTree.Entry.folder)
                }
            }
            if let blob = place.put {
                if entry?.isFolder == true { return .clash(path) }
                let isThere = entry?.id == blob && entry?.isRegularFile == true
                if !isThere { entry = .file(blob) }
            }
            if entry != before { try tree.set(name, to: entry) }
        }
        if tree.bytes == old.bytes { return .made(folder) }
        if tree.isEmpty { return .made(nil) }
        let id = try add(tree.bytes, GIT_OBJECT_TREE)
        trees[id] = tree
        return .made(id)
    }

    private func tree(_ id: ObjectID?) throws(GitError) -> RawTree {
        guard let id else { return RawTree() }
        if let known = trees[id] { return known }
        return RawTree(try repository.bytes(of: id, type: GIT_OBJECT_TREE))
    }

    private mutating func add(_ bytes: [UInt8], _ type: git_object_t) throws(GitError) -> ObjectID {
        objects.append(Object(bytes: bytes, type: type))
        return try ObjectID(naming: bytes, as: type)
    }

    private mutating func add(_ commit: NewCommit, tree: ObjectID) throws(GitError) {
        guard !commit.message.utf8.contains(0) else {
            throw Self.refused("a commit's message cannot contain NUL")
        }
        guard commit.author.seconds >= 0, commit.committer.seconds >= 0 else {
            throw Self.refused("a commit's time cannot be before 1970")
        }
        var text = "tree \(tree.hex)\n"
        if let tip { text += "parent \(tip)\n" }
        text += "author \(commit.author.line)\ncommitter \(commit.committer.line)\n\n"
        let id = CommitID(try add(Array((text + commit.message).utf8), GIT_OBJECT_COMMIT))
        commits.append(
            CommitInfo(
                id: id, tree: TreeID(tree), parents: tip.map { [$0] } ?? [],
                committedAt: commit.committer.seconds))
        (tip, root) = (id, tree)
    }

    private static func refused(_ message: String) -> GitError {
        GitError(code: .invalid, category: .none, operation: "commit", message: message)
    }
}
