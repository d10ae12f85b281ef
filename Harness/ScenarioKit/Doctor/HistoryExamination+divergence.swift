import Foundation

/// What kind of divergence it is: what both sides changed, and what a rehearsal made of it.
extension HistoryExamination {
    /// The change of one side to one file: git's letter, and the content it has now.
    private struct Change: Equatable {
        let letter: String
        let object: String
    }

    /// What the rehearsal proves of histories that diverged; nothing without a rehearsal.
    ///
    /// - Parameter folder: where files may be put aside.
    func divergence(
        _ facts: HistoryFacts, ended: DoctorPrediction, in folder: String
    ) async throws -> [DoctorFinding] {
        guard let report = ended.report.flatMap({ JSONText.parse(Array($0.utf8)) }),
            let local = facts.local, let tip = facts.remote.commit, facts.hasBase,
            let outcome = ended.outcomes.first, [.rebased, .conflictEscaped].contains(outcome)
        else { return [] }
        let base = try await ask("merge-base", local, tip)
        guard base.status == 0 else { return [] }
        var found: [DoctorFinding] = []
        for id in (report["dropped"]?.items ?? []).compactMap(\.text) {
            found.add(.sameChange, "\(id.prefix(12)) brings nothing to origin's tip")
        }
        let ours = try await changes(base.text, local)
        let theirs = try await changes(base.text, tip)
        let both = ours.keys.filter { theirs[$0] != nil && theirs[$0] != ours[$0] }
        for path in both.sorted().prefix(DoctorLimits.merged) {
            guard let own = ours[path], let other = theirs[path] else { continue }
            if own.letter == "M", other.letter == "M" {
                let isAlone = both.count == 1
                let kind = try await merge(
                    [own.object, "\(base.text):\(path)", other.object], in: folder)
                switch (kind, outcome) {
                case (.conflict, .rebased) where Self.isRecord(path):
                    found.add(.adjacentFields, path)
                case (.conflict, .conflictEscaped) where Self.isRecord(path) && isAlone:
                    found.add(.sameField, path)
                case (.twice(let key), _) where path.hasSuffix(".toml"):
                    found.add(.duplicateKey, "\(key) in \(path)")
                default: break
                }
            } else if outcome == .conflictEscaped {
                let letters = [own.letter, other.letter]
                if letters == ["A", "A"] {
                    found.add(.addedTwice, path)
                } else if letters == ["M", "D"], try await isRenamed(path, base.text, tip) {
                    found.add(.renamed, path)
                } else if Set(letters) == ["M", "D"] {
                    found.add(.deletedAndChanged, path)
                }
            }
        }
        if outcome == .conflictEscaped,
            let first = try await replayed(local, on: tip, Set(theirs.keys))
        {
            found.add(.laterConflict, "\(first.prefix(12)) touches nothing of theirs")
        }
        return found
    }

    private static func isRecord(_ path: String) -> Bool {
        !path.hasPrefix(".git") && (path.hasSuffix(".toml") || path.hasSuffix(".md"))
    }

    private func changes(_ from: String, _ to: String) async throws -> [String: Change] {
        let listed = try await ask(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index", "\(from)^{tree}",
            "\(to)^{tree}")
        guard listed.status == 0 else { return [:] }
        var found: [String: Change] = [:]
        var parts = listed.output.split(separator: "\0").map(String.init)[...]
        while let head = parts.popFirst(), let path = parts.popFirst() {
            let fields = head.split(separator: " ").map(String.init)
            guard fields.count >= 5 else { continue }
            found[path] = Change(letter: fields[4], object: fields[3])
        }
        return found
    }

    private func isRenamed(_ path: String, _ from: String, _ to: String) async throws -> Bool {
        let listed = try await ask(
            "diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", "\(from)^{tree}",
            "\(to)^{tree}")
        let parts = listed.output.split(separator: "\0").map(String.init)
        return stride(from: 1, to: parts.count, by: 3).contains { parts[$0] == path }
    }

    /// The first local commit, if more follow and it cannot be the one that conflicts.
    private func replayed(
        _ local: String, on tip: String, _ theirs: Set<String>
    ) async throws -> String? {
        let listed = try await ask(
            "rev-list", "--reverse", "--topo-order", "--max-count=\(DoctorLimits.commits)", local,
            "^\(tip)")
        guard listed.status == 0, listed.lines.count > 1, let first = listed.lines.first
        else { return nil }
        let own = try await changes("\(first)^1", first)
        return !own.isEmpty && theirs.isDisjoint(with: own.keys) ? first : nil
    }

    private enum Merge {
        case clean, conflict
        case twice(String)
    }

    /// What git makes of ours, the common and their text.
    private func merge(_ objects: [String], in folder: String) async throws -> Merge {
        var files: [String] = []
        for (index, object) in objects.enumerated() {
            let text = try await ask("cat-file", "blob", object)
            guard text.status == 0 else { return .clean }
            files.append("\(folder)/merge-\(index)")
            try text.output.write(toFile: files[index], atomically: true, encoding: .utf8)
        }
        let merged = try await patient.git.run(["merge-file", "-p", "-q"] + files, in: folder)
        guard merged.status == 0 else { return merged.status < 128 ? .conflict : .clean }
        return Self.keyTwice(in: merged.output).map { .twice($0) } ?? .clean
    }

    /// A key that one table of a TOML text has twice.
    static func keyTwice(in text: String) -> String? {
        var keys: Set<String> = []
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("[") { keys = [] }
            guard let match = line.prefixMatch(of: /\s*([A-Za-z0-9_"'.-]+)\s*=/) else { continue }
            let key = String(match.output.1)
            if !keys.insert(key).inserted { return key }
        }
        return nil
    }
}
