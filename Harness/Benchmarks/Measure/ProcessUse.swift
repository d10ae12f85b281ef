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
}
