import Foundation

/// Reads a file and the presets it uses into one tree, and keeps the lines for carets.
final class PresetLoader {
    private var lines: [String: [String]] = [:]
    private var presets = 0

    /// The merged tree of a scenario file.
    func tree(of path: String, problems: DiagnosticList) -> SourceNode? {
        problems.attempt { () throws(Diagnostic) in
            try merged(path, from: nil, above: [])
        }
    }

    /// Adds source lines and sorts by place.
    func finish(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let shown = diagnostics.map { diagnostic in
            var diagnostic = diagnostic
            let number = diagnostic.location.line - 1
            if let lines = lines[diagnostic.location.file], lines.indices.contains(number) {
                diagnostic.sourceLine = lines[number]
            }
            return diagnostic
        }
        return shown.sorted {
            ($0.location.file, $0.location.line, $0.location.column)
                < ($1.location.file, $1.location.line, $1.location.column)
        }
    }

    private func merged(
        _ path: String, from user: ScenarioLocation?, above: [String]
    ) throws(Diagnostic) -> SourceNode {
        let place = user ?? ScenarioLocation(file: path, line: 1, column: 1)
        if let first = above.firstIndex(of: path) {
            let circle = (above[first...] + [path]).map { ($0 as NSString).lastPathComponent }
            throw Diagnostic(
                "a preset uses itself: \(circle.joined(separator: " → "))", at: place)
        }
        let text = try Self.text(of: path, place)
        lines[path] = YAMLSource(file: path, text: text).lines
        let node = try YAMLSource.read(file: path, text: text)
        guard case .mapping = node.content else {
            throw Diagnostic("a scenario must be a map, found \(node.kind)", at: node.location)
        }
        if user != nil { try Self.checkPreset(node) }
        guard let use = node["use"] else { return node }
        guard above.count < 4 else {
            throw Diagnostic("presets are nested more than 4 deep", at: use.location)
        }
        var base: SourceNode?
        for item in try use.items() {
            presets += 1
            guard presets <= ScenarioLimits.presets else {
                throw Diagnostic(
                    "more than \(ScenarioLimits.presets) presets", at: item.location)
            }
            let file = Self.resolve(try item.string(), beside: path)
            let preset = try merged(file, from: item.location, above: above + [path])
                .without("use")
            base = base.map { preset.merged(over: $0) } ?? preset
        }
        return base.map { node.merged(over: $0) } ?? node
    }

    private static func checkPreset(_ node: SourceNode) throws(Diagnostic) {
        for entry in try node.entries()
        where ["steps", "finally", "scenario", "title"].contains(entry.key) {
            throw Diagnostic("a preset may not have '\(entry.key)'", at: entry.keyLocation)
        }
    }

    private static func resolve(_ name: String, beside path: String) -> String {
        if name.hasPrefix("/") { return name }
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for part in name.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != "..", !last.isEmpty {
                parts.removeLast()
            } else {
                parts.append(part)
            }
        }
        return parts.joined(separator: "/")
    }

    /// The file of the same folder that may be meant.
    private static func neighbour(of path: String) -> String? {
        let path = path as NSString
        let folder = path.deletingLastPathComponent
        let files = try? FileManager.default.contentsOfDirectory(
            atPath: folder.isEmpty ? "." : folder)
        guard let files else { return "there is no folder '\(folder)'" }
        let known = files.filter { $0.hasSuffix(".yaml") }.sorted()
        return EditDistance.nearest(to: path.lastPathComponent, in: known)
            .map { "did you mean '\($0)'?" }
    }

    private static func text(
        of path: String, _ place: ScenarioLocation
    ) throws(Diagnostic) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Diagnostic("cannot read '\(path)'", at: place, hint: Self.neighbour(of: path))
        }
        defer { handle.closeFile() }
        let data = try? handle.read(upToCount: ScenarioLimits.fileBytes + 1)
        guard let data = data ?? (handle.offsetInFile == 0 ? Data() : nil) else {
            throw Diagnostic("cannot read '\(path)'", at: place)
        }
        guard data.count <= ScenarioLimits.fileBytes else {
            throw Diagnostic("'\(path)' is larger than 1MiB", at: place)
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw Diagnostic("'\(path)' is not UTF-8", at: place)
        }
        return text
    }
}

extension SourceNode {
    /// This map without one key.
    fileprivate func without(_ key: String) -> SourceNode {
        guard case .mapping(let entries) = content else { return self }
        return SourceNode(
            content: .mapping(entries.filter { $0.key != key }), location: location)
    }
}
