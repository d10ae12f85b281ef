import CLibgit2
import GitModel

/// Commits that are being made, one on the other, in memory.
struct CommitChain {
    /// A blob or a commit.
    struct Object {
        let id: ObjectID
        let type: git_object_t
        let bytes: [UInt8]
    }

    /// A tree, and the one it was made of.
    struct Tree {
        let id: ObjectID
        let tree: ChunkedTree
        let old: ObjectID?
        /// Whether it is in the repository already.
        let isStored: Bool
    }

    private let repository: Repository
    private let cache: TreeCache
    private var tip: CommitID?
    private var root: ObjectID?
    private var known: Set<ObjectID> = []
    private var indices: [ObjectID: Int] = [:]
    /// What is to be written: whatever it names is among it or in the repository.
    private(set) var objects: [Object] = []
    /// Likewise, the versions of one folder in their order, from the stored one on.
    private(set) var trees: [Tree] = []
    private(set) var commits: [CommitInfo] = []

    /// `root` is the tree of `base`.
    init(onto base: CommitID?, root: ObjectID?, in repository: Repository, cache: TreeCache) {
        self.repository = repository
        self.cache = cache
        tip = base
        self.root = root
    }

    /// Adds a commit; answers with the path of a file that has no place, and is of no use then.
    mutating func add(_ commit: NewCommit) throws(GitError) -> String? {
        var edits = EditFolder()
        for edit in commit.edits {
            var blob: ObjectID?
            if let content = edit.content { blob = try add(content, named: edit.blob?.object) }
            edits.add(try EditFolder.parts(of: edit.path)[...], blob: blob)
        }
        switch try apply(edits, to: root, at: []) {
        case .clash(let path):
            return path.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        case .made(let tree?):
            try add(commit, tree: tree)
        case .made(nil):
            try add(commit, tree: add(ChunkedTree(), insteadOf: root))
        }
        return nil
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
        let stored = try tree(folder)
        var tree = stored
        var isChanged = false
        for (name, place) in edits.places {
            let path = path + [name]
            let before = try tree.value(of: name)
            var value = before
            if place.removes, value?.isFolder == false { value = nil }
            if let file = value, !file.isFolder {
                if let put = place.inside.firstPut { return .clash(path + put) }
            } else if !place.inside.isEmpty {
                switch try apply(place.inside, to: value?.id, at: path) {
                case .clash(let path): return .clash(path)
                case .made(let inside): value = inside.map(TreeValue.folder)
                }
            }
            if let blob = place.put {
                if value?.isFolder == true { return .clash(path) }
                let isThere = value?.id == blob && value?.isRegularFile == true
                if !isThere { value = .file(blob) }
            }
            if value != before {
                try tree.set(name, to: value)
                isChanged = true
            }
        }
        if !isChanged { return .made(folder) }
        if tree.isEmpty { return .made(nil) }
        if let folder, indices[folder] == nil {
            add(Tree(id: folder, tree: stored, old: nil, isStored: true))
        }
        return .made(add(tree, insteadOf: folder))
    }

    private func tree(_ id: ObjectID?) throws(GitError) -> ChunkedTree {
        guard let id else { return ChunkedTree() }
        if let index = indices[id] { return trees[index].tree }
        if let kept = cache[id] { return kept }
        return try ChunkedTree(try repository.bytes(of: id, type: GIT_OBJECT_TREE))
    }

    private mutating func add(
        _ tree: ChunkedTree, insteadOf old: ObjectID?
    ) -> ObjectID {
        var tree = tree
        let id = tree.name()
        if indices[id] == nil { add(Tree(id: id, tree: tree, old: old, isStored: false)) }
        return id
    }

    private mutating func add(_ tree: Tree) {
        indices[tree.id] = trees.count
        trees.append(tree)
    }

    private mutating func add(
        _ content: [UInt8], named name: ObjectID?
    ) throws(GitError) -> ObjectID {
        var id = name
        if id == nil { id = try ObjectID(naming: content, as: GIT_OBJECT_BLOB) }
        guard let id else { preconditionFailure("a blob was named and has no name") }
        if known.insert(id).inserted {
            objects.append(Object(id: id, type: GIT_OBJECT_BLOB, bytes: content))
        }
        return id
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
        let bytes = Array((text + commit.message).utf8)
        let id = try ObjectID(naming: bytes, as: GIT_OBJECT_COMMIT)
        objects.append(Object(id: id, type: GIT_OBJECT_COMMIT, bytes: bytes))
        commits.append(
            CommitInfo(
                id: CommitID(id), tree: TreeID(tree), parents: tip.map { [$0] } ?? [],
                committedAt: commit.committer.seconds))
        (tip, root) = (CommitID(id), tree)
    }

    private static func refused(_ message: String) -> GitError {
        GitError(code: .invalid, category: .none, operation: "commit", message: message)
    }
}
