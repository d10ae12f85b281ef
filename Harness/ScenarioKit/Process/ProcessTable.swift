import Foundation
import Glibc

/// What `/proc` says about processes.
package enum ProcessTable {
    /// One process.
    package struct Entry: Sendable {
        package let pid: Int32
        /// One letter: `Z` is a zombie.
        package let state: Character
        /// User and system time, its own and its finished children's, in clock ticks.
        package let ticks: UInt64
        package let name: String
    }

    /// The process of this id, or nil.
    package static func entry(_ pid: Int32) -> Entry? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: close)...].split(separator: " ")
        guard fields.count > 15 else { return nil }
        let ticks = (12...15).reduce(UInt64(0)) { $0 + (UInt64(fields[$1]) ?? 0) }
        return Entry(
            pid: pid, state: fields[1].first ?? "?", ticks: ticks,
            name: String(text[text.index(after: open)..<close]))
    }

    /// Living processes with this text in their environment: how the children of a server are
    /// found, whatever group or session they put themselves in.
    package static func living(marked text: String) -> [Entry] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { Int32($0) }.compactMap { pid in
            guard pid != getpid(),
                let environment = FileManager.default.contents(atPath: "/proc/\(pid)/environ"),
                environment.range(of: Data(text.utf8)) != nil,
                let entry = entry(pid), entry.state != "Z", entry.state != "X"
            else { return nil }
            return entry
        }
    }

    /// Established IPv4 connections whose server side has this port.
    package static func connections(toPort port: Int) -> Int {
        // Such a file has no size: reading it by its size would end after the first page.
        guard let file = FileHandle(forReadingAtPath: "/proc/net/tcp"),
            let data = try? file.readToEnd()
        else { return 0 }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").count { line in
            let fields = line.split(separator: " ")
            guard fields.count > 3, fields[3] == "01",
                let end = fields[1].split(separator: ":").last
            else { return false }
            return Int(end, radix: 16) == port
        }
    }

    /// Memory of a process that is in the machine's, in MiB; nil when it is gone.
    package static func residentMiB(_ pid: Int32) -> Double? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8)
        else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return pages.map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576 }
    }

    /// Clock ticks per second.
    package static var ticksPerSecond: Double { Double(sysconf(Int32(_SC_CLK_TCK))) }
}
