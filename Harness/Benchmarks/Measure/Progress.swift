import Foundation

/// A line on a terminal that is written over; nothing in a pipe.
struct Progress: Sendable {
    private let row: String
    private let shows = isatty(STDERR_FILENO) == 1

    init(_ row: String) {
        self.row = row
    }

    func show(_ text: String) { write("\r\u{1B}[K\(row)  \(text)") }
    func clear() { write("\r\u{1B}[K") }

    private func write(_ text: String) {
        if shows { FileHandle.standardError.write(Data(text.utf8)) }
    }
}
