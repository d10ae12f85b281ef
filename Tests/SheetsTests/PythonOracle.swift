import Dispatch
import Foundation

/// Runs Python with a script on its command line.
enum PythonOracle {
    /// Whether this Python's own TOML parser is there.
    static let hasTOML = runHere(["-c", "import tomllib"])?.status == 0
    /// Whether the reference implementation of the record format is there.
    static let hasGitsheets = runHere(["-c", "import gitsheets"])?.status == 0

    /// Nil when there is no Python. Blocks no thread that tests need.
    static func run(
        _ arguments: [String], input: Data = Data()
    ) async -> (status: Int32, output: Data)? {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "python").async {
                continuation.resume(returning: runHere(arguments, input: input))
            }
        }
    }

    private static func runHere(
        _ arguments: [String], input: Data = Data()
    ) -> (status: Int32, output: Data)? {
        let folder = FileManager.default.temporaryDirectory
            .appending(component: "sheets-oracle-\(UUID().uuidString)")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3"] + arguments
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            // Files instead of pipes: neither side can wait for the other.
            try input.write(to: folder.appending(component: "input"))
            try Data().write(to: folder.appending(component: "output"))
            process.standardInput = try FileHandle(
                forReadingFrom: folder.appending(component: "input"))
            process.standardOutput = try FileHandle(
                forWritingTo: folder.appending(component: "output"))
            process.standardError = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            let output = try Data(contentsOf: folder.appending(component: "output"))
            return (process.terminationStatus, output)
        } catch {
            return nil
        }
    }
}
