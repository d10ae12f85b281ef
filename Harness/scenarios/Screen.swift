import Glibc

/// What people who watch are shown; a pipe is shown nothing.
enum Screen {
    private static let isWatched = isatty(STDERR_FILENO) == 1

    /// Replaces the line before.
    static func progress(_ text: String) { show("\r\u{1B}[K\(text)") }

    static func clear() { show("\r\u{1B}[K") }

    private static func show(_ text: String) {
        guard isWatched else { return }
        let bytes = Array(text.utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
