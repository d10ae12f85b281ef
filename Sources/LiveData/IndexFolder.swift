import Foundation

/// The folder of a search index: emptied of an older index when opened, and removed at the end if
/// it is a private one.
final class IndexFolder: Sendable {
    /// The database file.
    let file: String
    private let folder: String
    private let isPrivate: Bool

    /// Only the index's own files are removed from a folder that was given.
    init(path: String?) throws {
        isPrivate = path == nil
        folder =
            path
            ?? FileManager.default.temporaryDirectory
            .appendingPathComponent("livetree-search-\(UUID().uuidString)").path
        file = folder + "/search.sqlite"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for suffix in ["", "-wal", "-shm", "-journal"]
        where FileManager.default.fileExists(atPath: file + suffix) {
            try FileManager.default.removeItem(atPath: file + suffix)
        }
    }

    deinit {
        // Whatever is left of a private folder is only disk space; nobody can act on the error.
        if isPrivate { try? FileManager.default.removeItem(atPath: folder) }
    }
}
