import Glibc

/// What the kernel says of this process.
package struct ProcessFigures: Sendable, Equatable {
    package var residentBytes = 0
    package var virtualBytes = 0
    package var openDescriptors = 0
    /// The soft limit; nil: none.
    package var maximumDescriptors: Int?
    /// User and system time.
    package var cpuSeconds = 0.0
    /// Seconds since 1970.
    package var startedAt = 0.0
    package var threads = 0

    /// Reads them now; nil where there is no /proc.
    package static func read() async -> ProcessFigures? {
        await Blocking.run { ProcessFigures() }
    }

    private init?() {
        guard let stat = Self.text(of: "/proc/self/stat"),
            let boot = Self.text(of: "/proc/stat").flatMap(Self.bootTime),
            let fields = Self.fields(of: stat)
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // By the numbers of proc(5), which count from 1; the first two are cut off.
        func number(_ field: Int) -> Double { Double(fields[field - 3]) ?? 0 }
        cpuSeconds = (number(14) + number(15)) / ticks
        threads = Int(number(20))
        startedAt = boot + number(22) / ticks
        virtualBytes = Int(number(23))
        residentBytes = Int(number(24)) * Int(sysconf(Int32(_SC_PAGESIZE)))
        openDescriptors = Self.countDescriptors()
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0,
            limit.rlim_cur < rlim_t(Int.max)
        {
            maximumDescriptors = Int(limit.rlim_cur)
        }
    }

    /// What follows the name, which is in brackets and may hold anything; nil: too few.
    private static func fields(of stat: String) -> [Substring]? {
        guard let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return fields.count >= 22 ? fields : nil
    }

    /// Seconds since 1970 at which the machine started.
    private static func bootTime(in stat: String) -> Double? {
        stat.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst(6)) }
    }

    private static func countDescriptors() -> Int {
        guard let folder = opendir("/proc/self/fd") else { return 0 }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        // Itself, `.` and `..`.
        return max(0, count - 3)
    }

    private static func text(of path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // /proc/stat has a line for each processor, and `btime` behind them.
        var bytes = [UInt8](repeating: 0, count: 256 * 1024)
        var length = 0
        while length < bytes.count {
            let count = bytes[length...].withUnsafeMutableBytes {
                Glibc.read(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { break }
            length += count
        }
        return String(decoding: bytes[..<length], as: UTF8.self)
    }
}
