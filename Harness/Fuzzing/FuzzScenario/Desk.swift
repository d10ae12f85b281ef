import Foundation
import FuzzKit

/// A folder with the repository's presets, where inputs are written as files to be read.
enum Desk {
    private static let folder: String = {
        let files = FileManager.default
        let folder = "\(NSTemporaryDirectory())/livetree-fuzz-\(getpid())"
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        do {
            for name in ["topic", "expanded", "form"] {
                try files.createDirectory(
                    atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            }
            try files.copyItem(
                atPath: root.appending(path: "Scenarios/presets").path, toPath: "\(folder)/presets")
        } catch {
            finding("there is no folder to write to: \(error)")
        }
        return folder
    }()

    /// Writes a file and returns its path; `id` is that of the scenario.
    static func write(_ text: String, as id: String, in place: String) -> String {
        let path = "\(folder)/\(place)/\(id).yaml"
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        } catch {
            finding("\(path) cannot be written: \(error)")
        }
        return path
    }

    static func remove(_ path: String) { unlink(path) }

    /// The id that a text gives itself, since a file has to be called so; `x` without one.
    static func id(of text: String) -> String {
        for line in text.split(separator: "\n") where line.hasPrefix("scenario: ") {
            let id = line.dropFirst("scenario: ".count).prefix { $0 != " " && $0 != "\r" }
            let isSlug = id.utf8.allSatisfy {
                "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0)
            }
            if isSlug, (1...100).contains(id.utf8.count) { return String(id) }
        }
        return "x"
    }
}
