import Glibc
import Synchronization

/// How often packs of a repository were replaced by this process.
///
/// libgit2 never forgets a pack it has seen: its handles would keep the files of removed packs open
/// and search more and more of them. So a handle is opened anew after packs went.
enum PackGenerations {
    private static let counts = Mutex<[String: Int]>([:])

    /// `path` is the repository's folder as `resolved` gives it.
    static func current(of path: String) -> Int {
        counts.withLock { $0[path] ?? 0 }
    }

    static func advance(_ path: String) {
        counts.withLock { $0[path, default: 0] += 1 }
    }

    /// The folder's one path without symbolic links.
    static func resolved(_ path: String) -> String {
        guard let found = realpath(path, nil) else { return path }
        defer { free(found) }
        return String(cString: found)
    }
}
