import CLibgit2
import GitModel

/// The raw form of a tree object, filled in git's order.
struct TreeWriter {
    private var raw: [UInt8] = []

    init(capacity entries: Int) { raw.reserveCapacity(entries * 48) }

    var isEmpty: Bool { raw.isEmpty }

    /// Adds an entry of another tree.
    mutating func append(_ entry: TreeEntry) {
        entry.withBytes { append(entry.mode, name: $0, id: $1) }
    }

    mutating func append(_ name: [UInt8], _ entry: MergeSides.Entry) {
        name.withUnsafeBytes { name in
            entry.id.bytes.withUnsafeBytes { append(entry.mode, name: name, id: $0) }
        }
    }

    private mutating func append(
        _ mode: FileMode, name: UnsafeRawBufferPointer, id: UnsafeRawBufferPointer
    ) {
        raw += Self.words[mode] ?? []
        raw.append(contentsOf: name)
        raw.append(0)
        raw.append(contentsOf: id)
    }

    /// Each mode as git writes it: in octal, without a zero in front.
    private static let words: [FileMode: [UInt8]] = Dictionary(
        uniqueKeysWithValues: [FileMode.file, .executable, .symlink, .gitlink, .directory]
            .map { ($0, Array("\(String($0.rawValue, radix: 8)) ".utf8)) })

    /// Adds the tree object to the store.
    func write(to repository: Repository) throws(GitError) -> TreeID {
        TreeID(try repository.write(raw, GIT_OBJECT_TREE))
    }
}
