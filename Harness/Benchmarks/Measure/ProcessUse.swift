import Foundation

/// What a process uses, as the kernel tells.
struct ProcessUse {
    /// Resident bytes, mapped files included.
    let resident: Double
    /// Resident bytes that no file backs.
    let anonymous: Double

    init(of pid: pid_t) throws {
        let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
        func bytes(_ name: String) -> Double {
            for line in text.split(separator: "\n") where line.hasPrefix(name + ":") {
                let words = line.split { $0 == " " || $0 == "\t" }
                return (Double(words[1]) ?? .nan) * 1_024
            }
            return .nan
        }
        resident = bytes("VmRSS")
        anonymous = bytes("RssAnon")
    }

    /// What it uses once it has used next to no processor for two seconds: what follows a start or a
    /// reload has ended then.
    init(settled pid: pid_t) throws {
        var before = try Self.ticks(of: pid)
        for _ in 0..<60 {
            Thread.sleep(forTimeInterval: 2)
            let now = try Self.ticks(of: pid)
            if now - before <= 4 { break }
            before = now
        }
        try self.init(of: pid)
    }

    /// Hundredths of a second of processor, user and system, as in proc(5).
    static func ticks(of pid: pid_t) throws -> Int {
        let text = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
        return (Int(fields[12]) ?? 0) + (Int(fields[13]) ?? 0)
    }
}
