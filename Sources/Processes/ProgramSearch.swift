import Glibc
package import SystemPackage

/// Finds programs as a shell would.
package enum ProgramSearch {
    /// Where programs are when the server has no `PATH`.
    package static let usualPath = "/usr/local/bin:/usr/bin:/bin"

    /// The first file of `folders`, separated by colons, that is called so and can be run.
    package static func find(_ program: String, in folders: String) -> FilePath? {
        for folder in folders.split(separator: ":") {
            let path = "\(folder)/\(program)"
            if canRun(path) { return FilePath(path) }
        }
        return nil
    }

    /// Whether the file can be run by this process.
    package static func canRun(_ path: String) -> Bool {
        var status = stat()
        return access(path, X_OK) == 0 && stat(path, &status) == 0
            && status.st_mode & S_IFMT == S_IFREG
    }
}
