import Glibc

/// Standard output and error of the program.
enum Terminal {
    /// True when people watch; then progress is shown.
    static var isWatched: Bool { isatty(STDERR_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

    /// Writes a line for people to standard error.
    static func complain(_ text: String) {
        let bytes = Array((text + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Shows where the run is, over the line before.
    static func progress(_ text: String) {
        guard isWatched else { return }
        let bytes = Array("\r\u{1B}[K\(text)".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
