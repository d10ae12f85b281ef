/// What a recording tells of people, masked.
extension RecordedHistory {
    /// Masks what is told of people and things; keys, what sheets declare and dates of commits
    /// stay, and so do the fields and files that are named.
    mutating func anonymize(keeping fields: Set<String>, files: Set<String> = []) {
        var mask = TOMLMask(pseudonyms, keeping: fields)
        for index in commits.indices {
            commits[index].message = mask.prose(commits[index].message)
            commits[index].changes = commits[index].changes.map { path, change in
                let isKept = files.contains(path)
                return (mask.path(path), isKept ? change : Self.masked(change, at: path, &mask))
            }
            commits[index].executable = commits[index].executable.map { mask.path($0) }
        }
        for index in damage.indices {
            damage[index].path = damage[index].path.map { mask.path($0) }
        }
    }

    /// Words in which sheets say where their records lie stay what they are.
    private var pseudonyms: Pseudonyms {
        var kept: Set<String> = []
        var keepsDays = false
        for commit in commits {
            for case (let path, .text(let text)) in commit.changes
            where path.hasPrefix(".gitsheets/") {
                for match in text.matches(of: /(?m)^\s*(root|path)\s*=\s*["']([^"']*)["']/) {
                    let value = match.output.2.replacing(/\$\{\{.*?\}\}/, with: " ")
                    kept.formUnion(
                        value.split { !$0.isLetter && !$0.isNumber }.map(String.init))
                    keepsDays = keepsDays || match.output.2.contains("YYYY")
                }
            }
        }
        return Pseudonyms(keeping: kept, days: keepsDays)
    }

    private static func masked(
        _ change: RecordedCommit.Change, at path: String, _ mask: inout TOMLMask
    ) -> RecordedCommit.Change {
        switch change {
        case .text(let text):
            let isTOML = path.hasSuffix(".toml")
            if path.hasPrefix(".gitsheets/"), isTOML { return .text(mask.declaration(text)) }
            let isAttributes = path.split(separator: "/").last == ".gitattributes"
            if isAttributes { return .text(mask.attributes(text)) }
            return .text(mask.mask(text, isTOML: isTOML))
        case .bytes(let bytes): return .bytes(mask.bytes(bytes))
        case .symlink(let target): return .symlink(mask.path(target))
        case .gitlink, .delete: return change
        }
    }

    /// The names of fields that records have.
    var fieldNames: [String] {
        var found: Set<String> = []
        for commit in commits {
            for case (let path, .text(let text)) in commit.changes where path.hasSuffix(".toml") {
                if path.hasPrefix(".git") { continue }
                let keys = TOMLLexer.tokens(of: text).filter { $0.kind == .key }
                found.formUnion(keys.compactMap(\.keys.last))
            }
        }
        return found.sorted()
    }

    /// The files that have content, those that changed last first.
    var fileNames: [String] {
        var found: [String] = []
        for commit in commits.reversed() {
            for (path, change) in commit.changes where change != .delete && !found.contains(path) {
                found.append(path)
            }
        }
        return found
    }
}
