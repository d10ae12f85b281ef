import Foundation

/// A folder of its own for one test, removed with everything in it when the last reference goes.
package final class TemporaryFolder: Sendable {
    /// Absolute, without symbolic links or a trailing slash.
    package let path: String

    /// Creates `$TMPDIR/livetree-XXXXXXXX`.
    package init() throws {
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        let folder = parent.appendingPathComponent("livetree-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of something inside the folder; nothing is created.
    package func child(_ name: String) -> String { path + "/" + name }

    /// Creates a folder inside this one.
    package func makeFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(
            atPath: child(name), withIntermediateDirectories: true)
        return child(name)
    }

    /// Writes a file inside the folder and returns its path.
    @discardableResult
    package func write(_ text: String, to name: String, executable: Bool = false) throws -> String {
        let path = child(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        if executable {
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
        return path
    }

    /// Every path below `name`, relative to it, sorted: what a test compares before and after.
    package func listing(of name: String = "") -> [String] {
        let root = name.isEmpty ? path : child(name)
        return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
            .sorted()
    }
}
