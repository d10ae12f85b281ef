import Foundation
import GitModel
import Yams

/// The values of CONTRACT §2 by variable name: from the environment, else from a file named by
/// the variable with `_FILE` appended, else from the `--config` file.
package struct Settings: Sendable {
    private let environment: [String: String]
    private let file: [String: String]
    /// The file of `--config`.
    let configFile: String?

    /// A file of settings is at most this large.
    private static let fileBytes = 1 << 20

    package init(environment: [String: String], configFile: String?) throws(StopReason) {
        self.environment = environment
        self.configFile = configFile
        file = try configFile.map { path throws(StopReason) in try Self.read(path) } ?? [:]
    }

    /// Nil for an unset variable; an empty value counts as unset. A `_FILE` is read at each call.
    func text(_ name: String) throws(StopReason) -> String? {
        if let value = environment[name], !value.isEmpty { return value }
        let fileVariable = name + "_FILE"
        if let path = environment[fileVariable] ?? file[fileVariable], !path.isEmpty {
            return try Self.contents(of: path, fileVariable)
        }
        return file[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func duration(_ name: String, default standard: Duration) throws(StopReason) -> Duration {
        guard let text = try text(name) else { return standard }
        guard let duration = DurationText.parse(text) else {
            throw StopReason(
                .badConfiguration, "\(name) is not a duration: write it like 500ms, 60s or 15m")
        }
        return duration
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String, default standard: Choice
    ) throws(StopReason) -> Choice {
        guard let text = try text(name) else { return standard }
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: " or ")
            throw StopReason(.badConfiguration, "\(name) is \"\(text)\": use \(words)")
        }
        return choice
    }

    /// The text of a file of settings, without one newline at its end unless that is kept.
    static func contents(
        of path: String, _ name: String, keepingEnd: Bool = false
    ) throws(StopReason) -> String {
        guard let data = FileManager.default.contents(atPath: path), data.count <= fileBytes,
            var text = String(data: data, encoding: .utf8)
        else {
            throw StopReason(.badConfiguration, "\(name): cannot read the file \(path)")
        }
        if keepingEnd { return text }
        if text.hasSuffix("\r\n") || text.hasSuffix("\n") { text.removeLast() }
        return text
    }

    /// A YAML map with the variables' own names as keys; a `hooks` map may stand beside them.
    private static func read(_ path: String) throws(StopReason) -> [String: String] {
        let text = try contents(of: path, "--config")
        let root: Node?
        do {
            root = try compose(yaml: text)
        } catch {
            throw StopReason(.badConfiguration, "\(path): \(error)")
        }
        guard let root else { return [:] }
        guard let mapping = root.mapping else {
            throw StopReason(.badConfiguration, "\(path): a map of settings is wanted")
        }
        var values: [String: String] = [:]
        for (key, value) in mapping {
            let line = key.mark.map { ":\($0.line)" } ?? ""
            guard let name = key.scalar?.string else {
                throw StopReason(.badConfiguration, "\(path)\(line): a setting's name is a text")
            }
            if name == "hooks" { continue }
            guard Configuration.variables.contains(name) || name.hasSuffix("_FILE"),
                let text = value.scalar?.string
            else {
                throw StopReason(
                    .badConfiguration, "\(path)\(line): \(name) is not a setting with one value")
            }
            values[name] = text
        }
        return values
    }
}
