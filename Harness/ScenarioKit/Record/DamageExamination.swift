import Foundation

/// Finds the damaged objects of a repository.
struct DamageExamination {
    private let patient: Patient

    /// Most damaged objects that are recorded.
    static let most = 200

    init(_ patient: Patient) { self.patient = patient }

    /// Most objects that are read one by one.
    private static let read = 200_000

    /// The objects that cannot be read: those `git fsck` complains of, and whatever else a file
    /// or a pack of the repository should have.
    ///
    /// - Throws: `HarnessError.unsupported` for more than can be recorded.
    func objects() async throws -> [DamagedObject] {
        let result = try await patient.ask("fsck", "--full", "--no-dangling", "--no-progress")
        let text = result.output + result.error
        var types = Self.types(in: text)
        var named: Set<String> = []
        for line in text.split(separator: "\n") {
            let line = String(line)
            if let pointed = line.firstMatch(of: /invalid sha1 pointer ([0-9a-f]{40,64})/) {
                types[String(pointed.output.1)] = "commit"
            }
            guard
                [.corrupt, .missingObject, .emptyFile].contains(
                    ObjectExamination.state(ofComplaint: line))
            else { continue }
            let words = line.replacing(/pack-[0-9a-f]{40,64}/, with: "")
            named.formUnion(words.matches(of: /\b[0-9a-f]{40,64}\b/).map { String($0.output) })
            for match in line.matches(of: /objects\/([0-9a-f]{2})\/([0-9a-f]{38,62})/) {
                named.insert(String(match.output.1 + match.output.2))
            }
        }
        named = named.filter { id in id.contains { $0 != "0" } }
        // What git says of a damaged pack depends on which byte it stumbles over first.
        let all = try await packed().union(loose())
        if all.count <= Self.read { named.formUnion(try await stumbles(all.sorted()[...])) }
        return try await unreadable(named, types)
    }

    /// Those of the ids that git has something to say of when it reads them.
    private func stumbles(_ ids: ArraySlice<String>) async throws -> [String] {
        guard !ids.isEmpty else { return [] }
        let shell = GitProgram(path: "/bin/sh", environment: patient.git.environment)
        let answer = try await shell.run(
            ["-c", "exec \"$0\" cat-file --batch --buffer >/dev/null", patient.git.path],
            in: patient.folder, input: Array(ids.map { "\($0)\n" }.joined().utf8),
            extra: ["GIT_DIR": patient.folder, "GIT_NO_REPLACE_OBJECTS": "1"])
        if answer.status == 0, answer.error.isEmpty { return [] }
        guard ids.count > 1 else { return Array(ids) }
        let middle = ids.startIndex + ids.count / 2
        let first = try await stumbles(ids[..<middle])
        guard first.count <= Self.most else { return first }
        return try await first + stumbles(ids[middle...])
    }

    /// The ids that files of their own are named for.
    private func loose() -> Set<String> {
        let files = FileManager.default
        let folder = "\(patient.folder)/objects"
        let firsts = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        var found: Set<String> = []
        for first in firsts where first.count == 2 && first.allSatisfy(\.isHexDigit) {
            let names = (try? files.contentsOfDirectory(atPath: "\(folder)/\(first)")) ?? []
            for name in names where name.count >= 38 && name.allSatisfy(\.isHexDigit) {
                found.insert(first + name)
            }
        }
        return found
    }

    /// What `git fsck` says each object is.
    static func types(in text: String) -> [String: String] {
        var types: [String: String] = [:]
        for match in text.matches(of: /(blob|tree|commit|tag) +([0-9a-f]{40,64})/) {
            types[String(match.output.2)] = String(match.output.1)
        }
        return types
    }

    /// Those of the ids that the repository lacks or cannot read.
    func unreadable(
        _ ids: Set<String>, _ types: [String: String] = [:]
    ) async throws -> [DamagedObject] {
        let bad = try await Self.unreadable(ids, in: patient.folder, git: patient.git)
        guard bad.count <= Self.most else {
            throw HarnessError.unsupported(
                "\(bad.count) objects are damaged; at most \(Self.most) are recorded")
        }
        let index = try await packed()
        return bad.map { id in
            let path = "\(patient.folder)/objects/\(id.prefix(2))/\(id.dropFirst(2))"
            let facts = try? FileManager.default.attributesOfItem(atPath: path)
            let kind: DamagedObject.Kind =
                if let size = facts?[.size] as? NSNumber {
                    size.intValue == 0 ? .truncate : .corrupt
                } else { index.contains(id) ? .corrupt : .remove }
            return DamagedObject(id: id, kind: kind, type: types[id])
        }
    }

    /// The ids that packs say they have.
    private func packed() async throws -> Set<String> {
        let folder = "\(patient.folder)/objects/pack"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var found: Set<String> = []
        for name in files where name.hasSuffix(".idx") {
            let shown = try await patient.git.run(
                ["--git-dir=\(patient.folder)", "show-index"], in: folder,
                inputFile: "\(folder)/\(name)")
            for line in shown.lines {
                if let id = line.split(separator: " ").dropFirst().first { found.insert("\(id)") }
            }
        }
        return found
    }

    /// Those of the ids whose content is not there, or is not theirs.
    static func unreadable(
        _ ids: Set<String>, in repository: String, git: GitProgram
    ) async throws -> [String] {
        // Git itself takes the name of a packed file or of a loose one for what it holds.
        let script = """
            while read -r id; do
                kind=$("$0" cat-file -t "$id") &&
                found=$("$0" cat-file "$kind" "$id" |
                    "$0" hash-object --literally -t "$kind" --stdin) &&
                [ "$found" = "$id" ] || echo "$id"
            done 2>/dev/null
            """
        let shell = GitProgram(path: "/bin/sh", environment: git.environment)
        let answer = try await shell.must(
            ["-c", script, git.path], in: repository,
            input: Array(ids.sorted().map { "\($0)\n" }.joined().utf8),
            extra: ["GIT_DIR": repository])
        return answer.lines
    }
}
