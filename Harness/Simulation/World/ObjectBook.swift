import GitAccess
import GitModel

/// All objects of a world, named by what they are: equal content has one name.
///
/// The clone and the remote share it, as if every object were everywhere; only references differ.
struct ObjectBook: Sendable {
    /// What is at a path of a tree.
    struct File: Hashable, Sendable {
        let mode: FileMode
        let blob: BlobID
    }

    /// A tree: all its files by their whole path.
    typealias Files = [String: File]

    /// What a commit is made of.
    struct Commit: Hashable, Sendable {
        let tree: TreeID
        let parents: [CommitID]
        let author: [UInt8]
        let committer: [UInt8]
        let encoding: [UInt8]?
        let message: [UInt8]
    }

    private struct Entry: Sendable {
        let id: CommitID
        let commit: Commit
        /// With itself.
        let ancestors: CommitSet
    }

    private var blobs: [[UInt8]: BlobID] = [:]
    private var bytes: [BlobID: [UInt8]] = [:]
    private var trees: [Files: TreeID] = [:]
    private var files: [TreeID: Files] = [:]
    private var commits: [Commit: Int] = [:]
    private var entries: [Entry] = []
    private var numbers: [CommitID: Int] = [:]
    private var records: [TreeID: RecordMap] = [:]

    // MARK: Writing

    mutating func blob(_ content: [UInt8]) -> BlobID {
        if let known = blobs[content] { return known }
        let id = BlobID(Self.name(kind: 1, number: blobs.count))
        blobs[content] = id
        bytes[id] = content
        return id
    }

    mutating func tree(_ content: Files) -> TreeID {
        if let known = trees[content] { return known }
        let id = TreeID(Self.name(kind: 2, number: trees.count))
        trees[content] = id
        files[id] = content
        return id
    }

    mutating func commit(_ commit: Commit) -> CommitID {
        if let known = commits[commit] { return entries[known].id }
        let number = entries.count
        let id = CommitID(Self.name(kind: 3, number: number))
        var ancestors = CommitSet()
        ancestors.insert(number)
        for parent in commit.parents { ancestors.formUnion(self.ancestors(of: parent)) }
        commits[commit] = number
        entries.append(Entry(id: id, commit: commit, ancestors: ancestors))
        numbers[id] = number
        return id
    }

    /// Twenty bytes that say what they name.
    private static func name(kind: UInt8, number: Int) -> ObjectID {
        var raw = [UInt8](repeating: 0, count: ObjectID.byteCount)
        raw[0] = kind
        for byte in 0..<8 { raw[19 - byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
        return raw.withUnsafeBytes { ObjectID(bytes: $0) }
    }

    // MARK: Reading

    /// How many commits there are.
    var count: Int { entries.count }

    func content(of blob: BlobID) -> [UInt8]? { bytes[blob] }
    func content(of tree: TreeID) -> Files { files[tree] ?? [:] }
    func content(of commit: CommitID) -> Commit? { numbers[commit].map { entries[$0].commit } }
    func number(of commit: CommitID) -> Int? { numbers[commit] }
    func commit(number: Int) -> CommitID { entries[number].id }

    /// The commit and all behind it.
    func ancestors(of commit: CommitID) -> CommitSet {
        numbers[commit].map { entries[$0].ancestors } ?? CommitSet()
    }

    /// All that is reachable from any of them.
    func reachable(from tips: some Sequence<CommitID>) -> CommitSet {
        var all = CommitSet()
        for tip in tips { all.formUnion(ancestors(of: tip)) }
        return all
    }

    func isAncestor(_ ancestor: CommitID, of descendant: CommitID) -> Bool {
        guard let number = numbers[ancestor] else { return false }
        return ancestors(of: descendant).contains(number)
    }

    /// The words a commit keeps when it is replayed; unique in a world but for marks and logs.
    func message(of commit: CommitID) -> String {
        String(decoding: content(of: commit)?.message ?? [], as: UTF8.self)
    }

    /// The model's view of a commit's records; without a commit there are none.
    mutating func records(of commit: CommitID?) -> RecordMap {
        guard let commit, let tree = content(of: commit)?.tree else { return [:] }
        return records(in: tree)
    }

    mutating func records(in tree: TreeID) -> RecordMap {
        if let known = records[tree] { return known }
        var result = RecordMap()
        for (path, file) in content(of: tree) {
            guard let name = RecordFile.name(ofPath: path) else { continue }
            result[name] = RecordFile.record(in: bytes[file.blob] ?? [])
        }
        records[tree] = result
        return result
    }

    /// The tree that holds exactly these records.
    mutating func tree(holding records: RecordMap) -> TreeID {
        var content: Files = [:]
        content[RecordFile.declaration.path] = File(
            mode: .file, blob: blob(RecordFile.declaration.bytes))
        for (name, record) in records {
            content[RecordFile.path(of: name)] = File(
                mode: .file, blob: blob(RecordFile.bytes(of: record, name: name)))
        }
        return tree(content)
    }
}
