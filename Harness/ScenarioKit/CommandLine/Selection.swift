package import ArgumentParser
import Foundation
import Glibc

/// Which scenarios are meant.
package struct Selection: ParsableArguments {
    @Argument(help: "Scenario files or folders (default: Scenarios).")
    package var paths: [String] = []

    @Option(help: "core, extended, stress or all; files named themselves are always taken.")
    package var suite: String = "core"

    @Option(help: "Only cases whose id or file contains a match of this expression.")
    package var filter: String?

    @Option(help: "Only cases that claim this state, such as S45; may be repeated.")
    package var state: [String] = []

    @Option(help: "Only cases with this tag; may be repeated.")
    package var tag: [String] = []

    @Option(help: "Only cases whose id or file matches, * and ? as in a shell; may be repeated.")
    package var only: [String] = []

    package init() {}

    package mutating func validate() throws {
        guard suite == "all" || Scenario.Level(rawValue: suite) != nil else {
            throw ValidationError("there is no suite \(suite)")
        }
        if let filter, (try? Regex(filter)) == nil {
            throw ValidationError("\(filter) is no regular expression")
        }
    }

    /// The files meant, read and checked, in the order of their names.
    ///
    /// - Throws: `ValidationError` for a path that does not exist.
    package func files() throws -> [ScenarioFile] {
        var read: [ScenarioFile] = []
        for path in paths.isEmpty ? ["Scenarios"] : paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ValidationError("there is no file or folder \(path)")
            }
            if isFolder.boolValue {
                read += try Self.scenarios(below: path).map { ScenarioFile.read($0) }
                    .filter { file in
                        guard suite != "all", let level = file.scenario?.level else { return true }
                        return level.rawValue == suite
                    }
            } else {
                read.append(ScenarioFile.read(path))
            }
        }
        return read
    }

    /// True when every option lets a case through.
    package func admits(_ cell: ScenarioCell) -> Bool {
        let scenario = cell.scenario
        if !state.isEmpty, !scenario.state.contains(where: state.contains) { return false }
        if !tag.isEmpty, !scenario.tags.contains(where: tag.contains) { return false }
        let names = [cell.id, scenario.id, scenario.file]
        let isNamed = only.contains { glob in names.contains { fnmatch(glob, $0, 0) == 0 } }
        if !only.isEmpty, !isNamed { return false }
        guard let filter, let pattern = try? Regex(filter) else { return true }
        return cell.id.contains(pattern) || scenario.file.contains(pattern)
    }

    /// Scenario files below a folder; presets are no scenarios.
    package static func scenarios(below folder: String) throws -> [String] {
        // The dot follows a folder that is a link.
        guard let all = FileManager.default.enumerator(atPath: "\(folder)/.") else { return [] }
        var found: [String] = []
        for case let file as String in all
        where file.hasSuffix(".yaml") && !file.split(separator: "/").contains("presets") {
            found.append("\(folder)/\(file)")
        }
        return found.sorted()
    }
}
