import Foundation

/// Judges scenario files without running them.
package enum Linter {
    /// Everything wrong or doubtful in the files and folders named, by file and line.
    /// Presets are read where they are used, not by themselves.
    ///
    /// - Parameter states: the states that files may claim; nil when there is no page of them.
    package static func lint(
        _ paths: [String], states: StateCatalogue? = nil
    ) -> [Diagnostic] {
        var result: [Diagnostic] = []
        var ids: [String: String] = [:]
        for path in scenarioFiles(in: paths) {
            let file = ScenarioFile.read(path)
            result += file.diagnostics
            let lines = lines(of: path)
            result += layout(path, lines)
            guard let scenario = file.scenario else { continue }
            result += doubts(scenario, lines)
            if file.isValid { result += shown(Support.gaps(in: scenario), lines) }
            if let states { result += shown(unknown(scenario, states), lines) }
            if let other = ids[scenario.id] {
                var taken = Diagnostic(
                    "the id '\(scenario.id)' is taken by \(other)",
                    at: scenario.locations["scenario"]
                        ?? ScenarioLocation(file: path, line: 1, column: 1))
                let number = taken.location.line - 1
                if lines.indices.contains(number) { taken.sourceLine = lines[number] }
                result.append(taken)
            } else {
                ids[scenario.id] = path
            }
        }
        return result
    }

    /// The scenario files among and below `paths`, sorted; folders named `presets` hold none.
    package static func scenarioFiles(in paths: [String]) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder),
                isFolder.boolValue
            else {
                files.append(path)
                continue
            }
            let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
            let below = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
            files += below.compactMap { $0 as? String }
                .filter { $0.hasSuffix(".yaml") }
                .filter { !$0.split(separator: "/").dropLast().contains("presets") }
                .map { "\(folder)/\($0)" }
                .sorted()
        }
        return files
    }

    /// States that the page of states does not have.
    private static func unknown(_ scenario: Scenario, _ states: StateCatalogue) -> [Diagnostic] {
        let known = states.entries.map(\.id)
        return scenario.state.filter { !known.contains($0) }.map { id in
            Diagnostic(
                "there is no state \(id)",
                at: scenario.locations["state"]
                    ?? ScenarioLocation(file: scenario.file, line: 1, column: 1),
                hint: EditDistance.hint(for: id, in: known))
        }
    }

    /// Adds the lines of a file to what was found in it.
    private static func shown(_ found: [Diagnostic], _ lines: [String]) -> [Diagnostic] {
        found.map { one in
            var one = one
            let number = one.location.line - 1
            if lines.indices.contains(number) { one.sourceLine = lines[number] }
            return one
        }
    }

    private static func lines(of path: String) -> [String] {
        guard let data = FileManager.default.contents(atPath: path),
            data.count <= ScenarioLimits.fileBytes
        else { return [] }
        return YAMLSource(file: path, text: String(decoding: data, as: UTF8.self)).lines
    }

    /// The editor's line first, then the sections in their order.
    private static func layout(_ path: String, _ lines: [String]) -> [Diagnostic] {
        guard let first = lines.first else { return [] }
        var result: [Diagnostic] = []
        if !first.hasPrefix("# yaml-language-server: $schema=")
            || !first.hasSuffix("scenario.schema.json")
        {
            var found = Diagnostic(
                "the first line must name the schema",
                at: ScenarioLocation(file: path, line: 1, column: 1, length: first.count),
                hint: "write # yaml-language-server: $schema=…/scenario.schema.json")
            found.sourceLine = first
            result.append(found)
        }
        return result + order(path, lines)
    }

    private static let sections = [
        "who", "actors", "history", "steps", "expect", "finally", "relax", "xfail",
    ]

    private static func order(_ path: String, _ lines: [String]) -> [Diagnostic] {
        guard
            let node = try? YAMLSource.read(
                file: path, text: lines.joined(separator: "\n")),
            let entries = try? node.entries()
        else { return [] }
        var last = (rank: 0, key: "")
        var result: [Diagnostic] = []
        for entry in entries {
            let rank = sections.firstIndex(of: entry.key) ?? 0
            if rank < last.rank {
                var found = Diagnostic(
                    "'\(entry.key)' must stand before '\(last.key)'", at: entry.keyLocation)
                found.sourceLine = lines[entry.keyLocation.line - 1]
                result.append(found)
            } else {
                last = (rank, entry.key)
            }
        }
        return result
    }

    /// Drafts, steps that sleep, and snapshots that have nothing to be compared with.
    private static func doubts(_ scenario: Scenario, _ lines: [String]) -> [Diagnostic] {
        var result: [Diagnostic] = []
        if scenario.tags.contains(ScenarioDraft.tag) {
            result.append(
                Diagnostic(
                    "a draft covers nothing",
                    at: scenario.locations["tags"]
                        ?? ScenarioLocation(file: scenario.file, line: 1, column: 1),
                    hint: "take the tag '\(ScenarioDraft.tag)' away when it is written",
                    severity: .warning))
        }
        func look(_ steps: [Step]) {
            for step in steps {
                switch step.verb {
                case .sleep:
                    result.append(
                        Diagnostic(
                            "sleeps instead of waiting for something", at: step.location,
                            severity: .warning))
                case .snapshot(let name):
                    let path = CaseRun.snapshotPath(name, of: scenario)
                    guard !FileManager.default.fileExists(atPath: path) else { continue }
                    result.append(
                        Diagnostic(
                            "no picture of '\(name)' is stored", at: step.location,
                            hint: "run it with --update", severity: .warning))
                case .parallel(let branches): for branch in branches { look(branch) }
                case .repeat(let loop): look(loop.steps)
                default: break
                }
            }
        }
        look(scenario.steps + scenario.finally)
        return shown(result, lines)
    }
}
