import CLibgit2
import GitModel

/// Walks three trees at once and writes the merged one, bottom-up. Names are raw bytes: a path that
/// is not UTF-8 survives.
struct TreeMerger {
    typealias Entry = MergeSides.Entry

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

    /// The merged tree; nil when nothing is left in it, or after a conflict.
    mutating func merge(
        _ base: TreeID?, _ ours: TreeID?, _ theirs: TreeID?, prefix: [UInt8], depth: Int
    ) throws(GitError) -> TreeID? {
        if ours == theirs || base == theirs { return ours }
        if base == ours { return theirs }
        var comparison = TreeComparison(repository, at: prefix)
        try TreeLimit.check(depth: depth, count: visited, at: comparison.place)
        try comparison.compare(base, ours, theirs)
        visited += comparison.visited
        try TreeLimit.check(depth: depth, count: visited, at: comparison.place)
        var edits: [TreeEdit] = []
        for difference in comparison.differences {
            let entry = try merge(difference.sides, path: prefix + difference.name, depth: depth)
            if conflicts.count == Limits.listedConflicts { return nil }
            guard entry != difference.sides.ours else { continue }
            edits.append(TreeEdit(name: difference.name, index: difference.index, entry: entry))
        }
        // After a conflict there is no use for a tree, only for the other conflicts.
        guard conflicts.isEmpty else { return nil }
        return try TreeEdit.apply(edits, to: ours, in: repository)
    }

    /// What is at one name; nil: nothing, or a conflict.
    private mutating func merge(
        _ sides: MergeSides, path: [UInt8], depth: Int
    ) throws(GitError) -> Entry? {
        if let settled = sides.settled { return settled }
        if sides.ours?.isFolder == true || sides.theirs?.isFolder == true {
            return try mergeFolder(sides, path: path, depth: depth)
        }
        if let odd = sides.oddMode {
            add(path, "is a \(odd == .symlink ? "symbolic link" : "submodule") on a side")
            return nil
        }
        return try mergeFile(sides, path: path)
    }

    /// At least one side has a folder here.
    private mutating func mergeFolder(
        _ sides: MergeSides, path: [UInt8], depth: Int
    ) throws(GitError) -> Entry? {
        // A file of one side where the other has a folder: whatever it was before, both changed it.
        if sides.ours?.isFolder == false || sides.theirs?.isFolder == false {
            add(path, "is a folder on one side and a file on the other")
            return nil
        }
        // A file that one side deleted and the other replaced by a folder was deleted by both.
        let merged = try merge(
            sides.base?.tree, sides.ours?.tree, sides.theirs?.tree,
            prefix: path + [UInt8(ascii: "/")], depth: depth + 1)
        return merged.map { Entry(mode: .directory, id: $0.object) }
    }

    private mutating func mergeFile(
        _ sides: MergeSides, path: [UInt8]
    ) throws(GitError) -> Entry? {
        guard let ours = sides.ours, let theirs = sides.theirs else {
            let gone = sides.ours == nil
            add(
                path,
                gone
                    ? "was deleted on the remote and changed here"
                    : "was deleted here and changed on the remote")
            return nil
        }
        let file = ContestedFile(
            path: String(decoding: path, as: UTF8.self), base: try version(sides.base),
            ours: try version(ours), theirs: try version(theirs))
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

    /// Nil for nothing, and for a folder that both sides replaced by a file.
    private func version(_ entry: Entry?) throws(GitError) -> FileVersion? {
        guard let entry, !entry.isFolder else { return nil }
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
        conflicts.append(
            MergeConflict(path: String(decoding: path, as: UTF8.self), reason: reason))
    }
}
