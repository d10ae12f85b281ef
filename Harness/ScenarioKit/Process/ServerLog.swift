import Foundation
import Synchronization

/// The log file of a server, read as it grows. One JSON object a line.
package final class ServerLog: Sendable {
    private struct State {
        var offset = 0
        /// Where the next start's lines begin; nil while this is the last start.
        var end: Int?
        var rest: [UInt8] = []
        var lines: [ServerLogLine] = []
    }

    /// The file.
    package let path: String
    private let state = Mutex(State())

    package init(path: String) {
        self.path = path
        let existing = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        state.withLock { $0.offset = existing ?? 0 }
    }

    /// Every line written since this log was opened.
    package func lines() -> [ServerLogLine] {
        state.withLock { state in
            guard let handle = FileHandle(forReadingAtPath: path) else { return state.lines }
            defer { try? handle.close() }
            guard (try? handle.seek(toOffset: UInt64(state.offset))) != nil,
                state.offset < Limits.log,
                let data = try? Self.read(handle, state.end.map { $0 - state.offset }),
                !data.isEmpty
            else { return state.lines }
            let seen = MonotonicTime.now
            state.offset += data.count
            state.rest.append(contentsOf: data)
            while let end = state.rest.firstIndex(of: 10) {
                let line = String(decoding: state.rest[..<end], as: UTF8.self)
                state.lines.append(ServerLogLine(text: line, seen: seen))
                state.rest.removeFirst(end + 1)
            }
            return state.lines
        }
    }

    /// What comes from now on belongs to another start.
    func close() {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int
        state.withLock { $0.end = $0.end ?? size }
    }

    private static func read(_ handle: FileHandle, _ limit: Int?) throws -> Data? {
        guard let limit else { return try handle.readToEnd() }
        return limit > 0 ? try handle.read(upToCount: limit) : nil
    }

    /// Lines of this event.
    package func lines(event: String) -> [ServerLogLine] {
        lines().filter { $0.event == event }
    }
}
