import Foundation

/// What the figures were measured on. It has no names.
struct Machine: Encodable {
    let cores: Int
    let memoryGiB: Double
    let kernel: String
    let processor: String
    /// Processes that wanted a core in the minute before: above 0.3 others were at work.
    let load: Double

    init() {
        cores = ProcessInfo.processInfo.activeProcessorCount
        memoryGiB = (Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824).rounded()
        kernel = Self.first("/proc/sys/kernel/osrelease")
        load = Double(Self.first("/proc/loadavg").split(separator: " ").first ?? "") ?? .nan
        let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
        let model = cpu.split(separator: "\n").first { $0.hasPrefix("model name") }
        processor =
            model?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
            ?? "unknown"
    }

    var text: String {
        "\(cores) cores of \(processor), \(memoryGiB.brief) GiB, Linux \(kernel), "
            + "load \(load.brief) at the start"
    }

    private static func first(_ path: String) -> String {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return String(text.split(separator: "\n").first ?? "")
    }
}
