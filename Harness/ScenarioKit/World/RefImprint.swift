import Foundation
import Glibc

/// The files that hold the refs of a repository, as they are now: while it is equal, git would say
/// the same of the refs, and is not asked again.
struct RefImprint: Hashable {
    /// A file this small is kept whole: its name and size can come back within one tick of the
    /// clock that dates it.
    private static let whole = 4096
    private static let depth = 12

    private struct File: Hashable {
        let path: String
        let inode: UInt
        let size: Int
        let seconds: Int
        let nanoseconds: Int
        let content: Data
    }

    private var files: [File] = []

    /// Looks at the repository at `path`, bare or with a `.git` folder; nil where its refs cannot
    /// be known by such files.
    init?(of path: String) {
        let manager = FileManager.default
        var folder = path
        if !manager.fileExists(atPath: "\(path)/refs") { folder = "\(path)/.git" }
        guard manager.fileExists(atPath: "\(folder)/refs"),
            !manager.fileExists(atPath: "\(folder)/reftable"),
            add("\(folder)/refs", depth: 0)
        else { return nil }
        for name in ["packed-refs", "HEAD", "shallow", "config"] { addFile("\(folder)/\(name)") }
    }

    private mutating func add(_ folder: String, depth: Int) -> Bool {
        guard depth < Self.depth,
            let names = try? FileManager.default.contentsOfDirectory(atPath: folder)
        else { return false }
        for name in names.sorted() {
            let path = "\(folder)/\(name)"
            var entry = stat()
            guard lstat(path, &entry) == 0 else { return false }
            if entry.st_mode & S_IFMT == S_IFDIR {
                guard add(path, depth: depth + 1) else { return false }
            } else {
                addFile(path)
            }
        }
        return true
    }

    private mutating func addFile(_ path: String) {
        var entry = stat()
        guard stat(path, &entry) == 0 else { return }
        let isSmall = entry.st_size <= Self.whole
        files.append(
            File(
                path: path, inode: UInt(entry.st_ino), size: Int(entry.st_size),
                seconds: entry.st_mtim.tv_sec, nanoseconds: entry.st_mtim.tv_nsec,
                content: isSmall ? FileManager.default.contents(atPath: path) ?? Data() : Data()))
    }
}
