import Foundation

/// Programs that may or may not be installed.
enum Tool {
    /// Where a program is; nil when it is not installed.
    static func path(_ name: String) -> String? {
        let own = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        // Debian has servers here, which is not on everybody's path.
        for folder in own.split(separator: ":").map(String.init) + ["/usr/sbin"] {
            let path = "\(folder)/\(name)"
            if access(path, X_OK) == 0 { return path }
        }
        return nil
    }

    static func needed(_ name: String) throws -> String {
        guard let path = path(name) else { throw BenchmarkError.missing(name) }
        return path
    }
}
