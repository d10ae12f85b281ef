/// Where the damaged objects of a clone stand in its history.
extension RecordedHistory {
    /// Finds the first recorded commit that has each object.
    static func places(
        of damaged: [DamagedObject], in commits: [(id: String, name: CommitName)], pool: String,
        git: GitProgram
    ) async throws -> (found: [DamagePlace], aside: [DamagedObject]) {
        var open = Dictionary(damaged.map { ($0.id, $0) }) { first, _ in first }
        var found: [DamagePlace] = []
        for (id, name) in commits where !open.isEmpty {
            func note(_ id: String, _ path: String?, isTree: Bool) {
                guard let object = open.removeValue(forKey: id) else { return }
                found.append(
                    DamagePlace(kind: object.kind, commit: name, path: path, isTree: isTree))
            }
            note(id, nil, isTree: false)
            let root = try await git.must(["log", "-1", "--format=%T", id], in: pool).text
            note(root, "", isTree: true)
            let listed = try await git.must(["ls-tree", "-r", "-t", "-z", id], in: pool)
            for entry in listed.output.split(separator: "\0") {
                let halves = entry.split(separator: "\t", maxSplits: 1).map(String.init)
                let facts = halves[0].split(separator: " ").map(String.init)
                guard halves.count == 2, facts.count == 3 else { continue }
                note(facts[2], halves[1], isTree: facts[1] == "tree")
            }
        }
        found.sort { $0.order < $1.order }
        return (found, damaged.filter { open[$0.id] != nil })
    }

    /// Steps that damage in the rebuilt clone what was damaged in the original.
    var damageSteps: [String] {
        // An object that no recorded commit has hinders only who stumbles over its file.
        let files = aside.filter { $0.kind != .remove }.map { object in
            let path = "objects/\(object.id.prefix(2))/\(object.id.dropFirst(2))"
            let content = object.kind == .truncate ? "" : "damaged"
            return "plant: {in: local, file: \(JSONText.quote(path)), content: \"\(content)\"}"
        }
        return damage.map(\.step) + files
    }
}
