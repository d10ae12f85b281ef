import Foundation

/// Writes a file in pieces, so that a stream larger than memory is no trouble.
struct ByteSink: ~Copyable {
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    /// Bytes written so far.
    private(set) var count = 0

    /// Creates the file, or empties it.
    init(path: String) throws(HistoryError) {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else {
            throw HistoryError(commit: nil, message: "cannot write '\(path)'", location: nil)
        }
        self.handle = handle
        buffer.reserveCapacity(1 << 20)
    }

    mutating func write(_ text: String) throws(HistoryError) { try write(Array(text.utf8)) }

    mutating func write(_ bytes: [UInt8]) throws(HistoryError) {
        buffer += bytes
        count += bytes.count
        if buffer.count >= 1 << 20 { try flush() }
    }

    /// Writes what is left and closes the file.
    consuming func finish() throws(HistoryError) {
        try flush()
        do { try handle.close() } catch {
            throw HistoryError(commit: nil, message: "cannot write: \(error)", location: nil)
        }
    }

    private mutating func flush() throws(HistoryError) {
        do { try handle.write(contentsOf: buffer) } catch {
            throw HistoryError(commit: nil, message: "cannot write: \(error)", location: nil)
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
