import Foundation
import Glibc

/// Processes that a server left when it was killed, known by the `LIVETREE_JOB` they inherited.
///
/// A job that is owed another run must not run beside its first one.
struct LeftProcesses: Sendable {
    /// `LIVETREE_JOB=<job>` of each job, as it stands in an environment.
    private let marks: Set<[UInt8]>

    init(jobs: [String]) { marks = Set(jobs.map { Array("LIVETREE_JOB=\($0)".utf8) }) }

    /// Ends them: SIGTERM, and SIGKILL to those that are there some seconds later. Blocks;
    /// returns how many there were.
    func end() -> Int {
        let found = all
        for process in found { kill(process, SIGTERM) }
        let end = ContinuousClock.now + Limits.stopGrace
        var left = found
        while !left.isEmpty && ContinuousClock.now < end {
            usleep(50_000)
            left = all
        }
        for process in left { kill(process, SIGKILL) }
        return found.count
    }

    /// Whether one of them is there that this process does not descend from, nor is started by it.
    /// Blocks.
    var areAlive: Bool {
        let found = all
        guard !found.isEmpty else { return false }
        let ours = Self.line(of: getpid())
        return found.contains { process in
            !ours.contains(process) && !Self.line(of: process).contains(getpid())
        }
    }

    /// A process and those that started it, as far as they are there.
    private static func line(of process: pid_t) -> Set<pid_t> {
        var line: Set<pid_t> = []
        var next = process
        while next > 1, line.insert(next).inserted {
            guard let data = FileManager.default.contents(atPath: "/proc/\(next)/stat"),
                // The name, in parentheses, may hold anything.
                let rest = String(decoding: data, as: UTF8.self).split(separator: ")").last
            else { break }
            next = rest.split(separator: " ").dropFirst().first.flatMap { pid_t($0) } ?? 0
        }
        return line
    }

    /// Other users' processes cannot be read, and are not ours.
    private var all: [pid_t] {
        guard !marks.isEmpty,
            let names = try? FileManager.default.contentsOfDirectory(atPath: "/proc")
        else { return [] }
        return names.compactMap { pid_t($0) }.filter { process in
            guard process != getpid(),
                let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            else { return false }
            return [UInt8](environment).split(separator: 0).contains { marks.contains(Array($0)) }
        }
    }
}
