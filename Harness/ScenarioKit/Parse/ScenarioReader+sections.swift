/// The small sections.
extension ScenarioReader {
    static func slugs(_ node: SourceNode) throws(Diagnostic) -> [String] {
        var result: [String] = []
        for item in try node.items() { result.append(try item.slug()) }
        return result
    }

    static func states(_ node: SourceNode) throws(Diagnostic) -> [String] {
        var result: [String] = []
        for item in try node.items() {
            let text = try item.string()
            let digits = text.dropFirst()
            guard text.hasPrefix("S"), (2...3).contains(digits.count),
                digits.utf8.allSatisfy({ (48...57).contains($0) })
            else {
                throw Diagnostic(
                    "'\(text)' is no state of the catalogue", at: item.location,
                    hint: "write S and two or three digits")
            }
            result.append(text)
        }
        return result
    }

    static func requirements(_ node: SourceNode) throws(Diagnostic) -> Requirements {
        let map = try FieldMap(node, Vocabulary.requires)
        var result = Requirements()
        result.git = try map["git"].map(gitVersion)
        for item in try map["caps"]?.items() ?? [] {
            result.capabilities.append(try item.choice(Requirements.Capability.self))
        }
        return result
    }

    private static func gitVersion(
        _ node: SourceNode
    ) throws(Diagnostic) -> Requirements.GitVersion {
        let text = try node.string()
        let operations: [Comparison.Operator] = [.atLeast, .equal, .less]
        let numbers = operations.lazy
            .filter { text.hasPrefix($0.rawValue) }
            .first
            .map { operation in
                (operation, text.dropFirst(operation.rawValue.count).drop { $0 == " " })
            }
        guard let (operation, rest) = numbers else {
            throw Diagnostic(
                "'\(text)' is no bound on a version", at: node.location,
                hint: "write \">= 2.40\"")
        }
        var version: [Int] = []
        for part in rest.split(separator: ".", omittingEmptySubsequences: false) {
            guard part.utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(part) else {
                throw Diagnostic("'\(rest)' is no version", at: node.location)
            }
            version.append(number)
        }
        guard (2...3).contains(version.count) else {
            throw Diagnostic("'\(rest)' is no version", at: node.location)
        }
        if version.count == 2 { version.append(0) }
        return Requirements.GitVersion(operation: operation, version: version, text: text)
    }

    static func clock(_ node: SourceNode) throws(Diagnostic) -> ClockSettings {
        let map = try FieldMap(node, Vocabulary.clock)
        var result = ClockSettings()
        result.start = try map["start"]?.instant() ?? result.start
        result.mode = try map.choice("mode", ClockSettings.Mode.self) ?? result.mode
        return result
    }

    static func matrix(_ node: SourceNode) throws(Diagnostic) -> [MatrixAxis] {
        var axes: [MatrixAxis] = []
        var cells = 1
        for entry in try node.entries() {
            var values: [String] = []
            for item in try entry.value.items() {
                guard case .scalar(let text, _) = item.content, !text.isEmpty,
                    !text.contains(where: { ",[]=\n".contains($0) })
                else {
                    throw Diagnostic("a matrix value must be one word", at: item.location)
                }
                if entry.key == "transport" { _ = try item.choice(ActorSpec.Transport.self) }
                guard !values.contains(text) else {
                    throw Diagnostic("'\(text)' is there twice", at: item.location)
                }
                values.append(text)
            }
            guard !values.isEmpty else {
                throw Diagnostic(
                    "'\(entry.key)' needs at least one value", at: entry.value.location)
            }
            cells *= values.count
            guard cells <= ScenarioLimits.cells else {
                throw Diagnostic(
                    "the matrix has more than \(ScenarioLimits.cells) cells",
                    at: entry.keyLocation)
            }
            axes.append(MatrixAxis(name: entry.key, values: values))
        }
        return axes
    }

    static func relaxations(_ node: SourceNode) throws(Diagnostic) -> [Relaxation] {
        var result: [Relaxation] = []
        for item in try node.items() {
            let map = try FieldMap(item, Vocabulary.relax)
            result.append(
                Relaxation(
                    invariant: try map.needed("invariant").choice(Invariant.self),
                    because: try map.needed("because").reason(), location: item.location))
        }
        return result
    }
}
