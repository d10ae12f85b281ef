import Foundation

/// The version of a git program.
package struct GitVersion: Sendable, Hashable {
    /// Major, minor, patch.
    package let numbers: [Int]

    package var text: String { numbers.map(String.init).joined(separator: ".") }

    /// Asks the program; `0.0.0` when it does not say.
    package static func of(_ git: String) -> GitVersion {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: git)
        process.arguments = ["--version"]
        process.standardOutput = pipe
        guard (try? process.run()) != nil else { return GitVersion(numbers: [0, 0, 0]) }
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        let numbers =
            text.split(separator: " ").dropFirst(2).first?
            .split(whereSeparator: { !$0.isNumber }).prefix(3).compactMap { Int($0) } ?? []
        return GitVersion(numbers: numbers.isEmpty ? [0, 0, 0] : Array(numbers))
    }

    /// True when it is what a scenario needs.
    package func satisfies(_ wanted: Requirements.GitVersion) -> Bool {
        let own = numbers + Array(repeating: 0, count: max(0, 3 - numbers.count))
        switch wanted.operation {
        case .atLeast: return !own.lexicographicallyPrecedes(wanted.version)
        case .less: return own.lexicographicallyPrecedes(wanted.version)
        default: return own.elementsEqual(wanted.version)
        }
    }
}
