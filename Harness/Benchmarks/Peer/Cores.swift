import Foundation

/// Which cores what is measured and what measures it run on.
enum Cores {
    /// The lower half: measured servers, one after the other.
    static var served: [Int] { Array(0..<max(1, all / 2)) }
    /// The upper half: clients.
    static var asking: [Int] { all == 1 ? [0] : Array(all / 2..<all) }

    /// The words before a command that keep it on these cores.
    static func pinning(to cores: [Int]?) -> [String] {
        guard let cores else { return [] }
        return ["taskset", "-c", cores.map(String.init).joined(separator: ",")]
    }

    private static var all: Int { ProcessInfo.processInfo.activeProcessorCount }
}
