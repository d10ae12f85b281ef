/// What a recording tells beside its history, masked.
extension RecordedScenario {
    /// Words of git's configuration and of names of refs, which tell nothing of anybody.
    private static let words: Set<String> = [
        "HEAD", "absent", "accepted", "all", "always", "auto", "binary", "conflicts", "copies",
        "current", "cut",
        "error", "false", "fetch", "heads", "ignore", "input", "livetree", "local", "main",
        "master", "matching", "never", "no", "nothing", "off", "on", "origin", "pushed", "refs",
        "remotes", "replayed", "simple", "tags", "text", "tracking", "true", "union", "upstream",
        "warn",
        "withdrawn", "yes",
    ]

    /// The same with its content masked, but for the values of some fields and files.
    func masked(keeping fields: Set<String>, files: Set<String> = []) -> RecordedScenario {
        var masked = self
        masked.history.anonymize(keeping: fields, files: files)
        masked.isAnonymous = true
        var names = Pseudonyms(keeping: Self.words)
        // Other branches are named by people.
        masked.refs = refs.filter { entry in
            let name = entry.ref.split(separator: ":").last.map(String.init) ?? ""
            return [branch, "another", "refs/remotes/origin/\(branch)"].contains(name)
                || name.hasPrefix("conflicts/") || Self.isOurs(name)
        }.map { entry in
            let parts = entry.ref.split(separator: ":", maxSplits: 1).map(String.init)
            return ("\(parts[0]):\(ref(parts[1], &names))", entry.commit)
        }
        masked.config = config.map { ($0.key, Self.setting($0.value, &names)) }
        masked.plants = plants.map { step($0, &names) }
        return masked
    }

    /// Whether the server itself makes refs of this name.
    private static func isOurs(_ name: String) -> Bool {
        ["absent", "accepted", "cut", "pushed", "replayed", "withdrawn"].contains { folder in
            name == "refs/livetree/\(folder)" || name.hasPrefix("refs/livetree/\(folder)/")
        }
    }

    /// The name of a ref: git's own words, the served branch, times and ids stay.
    private func ref(_ name: String, _ names: inout Pseudonyms) -> String {
        if name == branch || name.hasSuffix("/\(branch)") { return name }
        return name.split(separator: "/", omittingEmptySubsequences: false).map { part in
            let isOwn =
                part.wholeMatch(of: /[0-9]{4}[0-9TZ-]*|[0-9a-f]{40}|[0-9a-f]{64}|[0-9]+/) != nil
            return isOwn ? String(part) : names.words(String(part))
        }.joined(separator: "/")
    }

    /// A value of git's configuration: booleans, numbers and what git itself calls things stay.
    static func setting(_ value: String, _ names: inout Pseudonyms) -> String {
        let isKept =
            words.contains(value.lowercased())
            || value.wholeMatch(of: /-?[0-9]+[kKmMgG]?/) != nil
        return isKept ? value : names.words(value)
    }

    /// A step that brings back a file: refs that it names, and text that people wrote.
    private func step(_ step: String, _ names: inout Pseudonyms) -> String {
        var masked = step
        for found in step.matches(of: /refs\/heads\/([^"\\]+)/).reversed() {
            let name = String(found.output.1)
            let end = name.hasSuffix(".lock") ? ".lock" : ""
            let told = "refs/heads/" + ref(String(name.dropLast(end.count)), &names) + end
            masked.replaceSubrange(found.range, with: told)
        }
        guard step.hasPrefix("plant: {in: local, file: \""),
            let found = masked.firstMatch(of: /content: (".*")\}$/),
            let content = JSONText.parse(Array(found.output.1.utf8))?.text
        else { return masked }
        // What the recorder itself writes.
        let isOwn = /(\s*|damaged|garbage\s*|[0-9a-f\s]*|refs\/\S+\s*)/
        let isPlain = content.wholeMatch(of: isOwn) != nil
        if isPlain { return masked }
        let lines = content.split(separator: "\n", omittingEmptySubsequences: false)
        let told = lines.map { names.words(String($0)) }.joined(separator: "\n")
        return String(masked[..<found.range.lowerBound]) + "content: \(JSONText.quote(told))}"
    }
}
