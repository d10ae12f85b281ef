import Foundation

/// The folder of a search index, removed at the end if it is a private one.
final class IndexFolder: Sendable {
    /// The database file.
    let file: String
    private let folder: String
    private let isPrivate: Bool
    /// Its presence says that the index is damaged, and is never used again.
    private let mark: String

    init(path: String?) throws {
        isPrivate = path == nil
        folder =
            path
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-search-\(UUID().uuidString)").path
        file = folder + "/search.sqlite"
        mark = folder + "/damaged"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
    }

    deinit {
        // Whatever is left of a private folder is only disk space; nobody can act on the error.
        if isPrivate { try? FileManager.default.removeItem(atPath: folder) }
    }

    /// True when an earlier start left an index that nobody found damaged.
    var holdsIndex: Bool {
        FileManager.default.fileExists(atPath: file)
            && !FileManager.default.fileExists(atPath: mark)
    }

    /// Removes the files of an index, and nothing else: the folder may be one that was given.
    func wipe() throws {
        let files = ["", "-wal", "-shm", "-journal"].map { file + $0 } + [mark]
        for file in files where FileManager.default.fileExists(atPath: file) {
            try FileManager.default.removeItem(atPath: file)
        }
    }

    /// Makes sure that no later start uses what is there.
    func condemn() { _ = FileManager.default.createFile(atPath: mark, contents: nil) }

    /// Has the database's bytes on the disk before it returns.
    func synchronize() throws {
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: file))
        defer { try? handle.close() }
        try handle.synchronize()
    }
}
