import CLibgit2
import GitModel

/// Walks three trees at once and writes the merged one, bottom-up. Names are raw bytes: a path that
/// is not UTF-8 survives.
struct TreeMerger {
    typealias Entry = RawTree.Entry

    private let repository: Repository
    private let resolve: (ContestedFile) throws(GitError) -> Resolution
    /// The first of them, in git's order.
    private(set) var conflicts: [MergeConflict] = []
    private(set) var notes: [MergeConflict] = []
    private var visited = 0

    init(
        _ repository: Repository, resolve: @escaping (ContestedFile) throws(GitError) -> Resolution
    ) {
        self.repository = repository
        self.resolve = resolve
    }

    /// The merged tree; nil when nothing is left in it.
    mutating func merge(
        _ base: TreeID?, _ ours: TreeID?, _ theirs: TreeID?, prefix: [UInt8], depth: Int
    ) throws(GitError) -> TreeID? {
        if ours == theirs || base == theirs { return ours }
        if base == ours { return theirs }
        try TreeLimit.check(depth: depth, count: visited, at: text(prefix))
        let sides = [
            try RawTree(base, in: repository), try RawTree(ours, in: repository),
            try RawTree(theirs, in: repository),
        ]
        visited += sides.reduce(0) { $0 + $1.entries.count }
        var merged = RawTree()
        for name in Set(sides.flatMap { $0.entries.keys }).sorted(by: RawTree.precedes) {
            let entry = try merge(
                sides[0].entries[name], sides[1].entries[name], sides[2].entries[name],
                path: prefix + name, depth: depth)
            if let entry { merged.entries[name] = entry }
        }
        return merged.entries.isEmpty ? nil : try merged.write(to: repository)
    }

    /// What is at one name; nil: nothing, or a conflict.
    private mutating func merge(
        _ base: Entry?, _ ours: Entry?, _ theirs: Entry?, path: [UInt8], depth: Int
    ) throws(GitError) -> Entry? {
        if ours == theirs || base == theirs { return ours }
        if base == ours { return theirs }
        let present = [ours, theirs].compactMap { $0 }
        if present.contains(where: \.isFolder) {
            return try mergeFolder(base, ours, theirs, path: path, depth: depth)
        }
        if let odd = ([base].compactMap { $0 } + present).first(where: { !$0.mode.isRegularFile }),
            !odd.isFolder
        {
            add(path, "is a \(odd.mode == .symlink ? "symbolic link" : "submodule") on a side")
            return nil
        }
        return try mergeFile(
            base?.isFolder == true ? nil : base, ours, theirs, path: path)
    }

    /// At least one side has a folder here.
    private mutating func mergeFolder(
        _ base: Entry?, _ ours: Entry?, _ theirs: Entry?, path: [UInt8], depth: Int
    ) throws(GitError) -> Entry? {
        // A file of one side where the other has a folder: whatever it was before, both changed it.
        if ours?.isFolder == false || theirs?.isFolder == false {
            add(path, "is a folder on one side and a file on the other")
            return nil
        }
        // A file that one side deleted and the other replaced by a folder was deleted by both.
        func tree(_ entry: Entry?) -> TreeID? {
            guard let entry, entry.isFolder else { return nil }
            return TreeID(entry.id)
        }
        if base?.isFolder == false, ours == nil || theirs == nil { return ours ?? theirs }
        let merged = try merge(
            tree(base), tree(ours), tree(theirs), prefix: path + [UInt8(ascii: "/")],
            depth: depth + 1)
        return merged.map { Entry(mode: .directory, id: $0.object) }
    }

    private mutating func mergeFile(
        _ base: Entry?, _ ours: Entry?, _ theirs: Entry?, path: [UInt8]
    ) throws(GitError) -> Entry? {
        guard let ours, let theirs else {
            let gone = ours == nil
            add(
                path,
                gone
                    ? "was deleted on the remote and changed here"
                    : "was deleted here and changed on the remote")
            return nil
        }
        let file = ContestedFile(
            path: text(path), base: try version(base), ours: try version(ours),
            theirs: try version(theirs))
        switch try resolve(file) {
        case .conflict(let reason):
            add(path, reason)
            return nil
        case .file(let bytes, let mode, let note):
            if let note, notes.count < Limits.listedConflicts {
                notes.append(MergeConflict(path: file.path, reason: note))
            }
            return Entry(mode: mode, id: try repository.write(bytes, GIT_OBJECT_BLOB))
        }
    }

    private func version(_ entry: Entry?) throws(GitError) -> FileVersion? {
        guard let entry else { return nil }
        let id = BlobID(entry.id)
        guard try repository.size(of: entry.id, type: GIT_OBJECT_BLOB) <= Limits.contestedFileBytes
        else {
            return FileVersion(mode: entry.mode, id: id, bytes: [], isTooLarge: true)
        }
        return FileVersion(
            mode: entry.mode, id: id, bytes: try repository.withBlob(id) { [UInt8]($0) },
            isTooLarge: false)
    }

    private mutating func add(_ path: [UInt8], _ reason: String) {
        guard conflicts.count < Limits.listedConflicts else { return }
        conflicts.append(MergeConflict(path: text(path), reason: reason))
    }

    private func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }
}
