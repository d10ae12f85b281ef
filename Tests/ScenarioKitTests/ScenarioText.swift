import Foundation
import ScenarioKit
import TestSupport

/// Scenario text written to a folder of its own, as the reader meets it on disk.
struct ScenarioText {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Writes a file below the folder and returns its path.
    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        let path = folder.child(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// What is said about a file `x.yaml` with this text, without the folder's name.
    func diagnostics(of text: String) throws -> [String] {
        let path = try write(text, to: "x.yaml")
        return ScenarioFile.read(path).diagnostics.map(shown)
    }

    /// A diagnostic without the folder's name.
    func shown(_ diagnostic: Diagnostic) -> String {
        diagnostic.rendered.replacingOccurrences(of: folder.path + "/", with: "")
    }

    /// A scenario whose history and steps are given, which must be good.
    func scenario(_ text: String) throws -> Scenario {
        let path = try write(text, to: "x.yaml")
        return try ScenarioFile.load(path)
    }

    /// A scenario with this history and one step.
    func scenario(history: String) throws -> Scenario {
        let lines = history.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "  \($0)" }
        return try scenario(
            """
            scenario: x
            title: A history
            history:
            \(lines.joined(separator: "\n"))
            steps:
              - start: api
            """)
    }
}
