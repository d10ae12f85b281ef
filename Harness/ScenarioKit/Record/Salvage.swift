import Foundation

/// A repository with every object of two sides that can be read, and stand-ins for those that are
/// gone on both: what stood in them is lost, what stood around them is not.
struct Salvage {
    /// Its folder.
    let pool: String
    /// The damaged objects of the clone.
    private(set) var damage: [DamagedObject]
    /// What had to be guessed, by the id of the commit: the commit it is drawn on, nil for none.
    private(set) var guesses: [String: String?] = [:]

    private let patient: Patient
    private let copy: RemoteCopy
    private var lost: [DamagedObject] = []
    /// What stand-ins consist of.
    private var made: Set<String> = []

    /// Most objects that are looked for one by one.
    private static let walked = 200_000

    /// Makes the repository at `pool`, which has been initialised.
    ///
    /// - Throws: `HarnessError.unsupported` when what lies below a lost tip cannot be known.
    init(
        of damage: [DamagedObject], patient: Patient, copy: RemoteCopy, pool: String
    ) async throws {
        self.pool = pool
        self.damage = damage
        self.patient = patient
        self.copy = copy
        try await gather()
        let ids = Set(damage.map(\.id))
        let unreadable = Set(
            try await DamageExamination.unreadable(ids, in: pool, git: patient.git))
        lost = damage.filter { unreadable.contains($0.id) }
        try await addTypes()
        for object in lost where object.type == "blob" { _ = try await blob(for: object) }
        for object in lost where object.type == "tree" {
            let file = try await blob(for: object, replaces: false)
            let stand = try await tree(["100644 blob \(file)\tlost-\(number(object))"])
            try await replace(object, by: stand)
        }
        try await commits()
        try await addUnseen()
    }

    /// Where damage ends a check of the clone, the copy that lacks the object tells what it was.
    private mutating func addTypes() async throws {
        guard lost.contains(where: { $0.type == nil }) else { return }
        let refs = try await patient.ask("for-each-ref", "--format=%(objectname)")
        let tips = Set(refs.lines)
        let checked = try await patient.git.run(
            ["fsck", "--full", "--no-dangling", "--no-progress"]
                + tips.subtracting(lost.map(\.id)).sorted(), in: pool)
        let types = DamageExamination.types(in: checked.output + checked.error)
        for (index, object) in lost.enumerated() where object.type == nil {
            lost[index].type = tips.contains(object.id) ? "commit" : types[object.id]
        }
        // The header of a packed object may have outlived its content.
        for (index, object) in lost.enumerated() where object.type == nil {
            let told = try await patient.ask("cat-file", "-t", object.id)
            if told.status == 0 { lost[index].type = told.text }
        }
    }

    /// Copies the clone's objects without the damaged ones, and borrows the remote's.
    private func gather() async throws {
        let cp = GitProgram(path: "/bin/cp", environment: ["PATH": "/usr/bin:/bin"])
        try await cp.must(
            ["-a", "--reflink=auto", "\(patient.folder)/objects/.", "\(pool)/objects"], in: pool)
        for object in damage {
            let path = "\(pool)/objects/\(object.id.prefix(2))/\(object.id.dropFirst(2))"
            try? FileManager.default.removeItem(atPath: path)
        }
        var borrowed = ["\(copy.path)/objects"]
        for line in patient.text("objects/info/alternates")?.split(separator: "\n") ?? [] {
            borrowed.append(
                line.hasPrefix("/") ? String(line) : "\(patient.folder)/objects/\(line)")
        }
        try FileManager.default.createDirectory(
            atPath: "\(pool)/objects/info", withIntermediateDirectories: true)
        try borrowed.map { "\($0)\n" }.joined().write(
            toFile: "\(pool)/objects/info/alternates", atomically: true, encoding: .utf8)
    }

    /// What of a recorded history is a guess, a sentence each.
    func told(of history: RecordedHistory) -> [String] {
        guesses.compactMap { id, parent in
            guard let name = history.names[id] else { return nil }
            let below = parent.flatMap { history.names[$0] }
            return "\(name) is gone everywhere: its content is not known, and "
                + (below.map { "that it stands on \($0) is a guess." } ?? "nor is its parent.")
        }.sorted()
    }

    private func number(_ object: DamagedObject) -> Int {
        (lost.firstIndex(of: object) ?? 0) + 1
    }

    /// Any content will do, as long as equal objects stay equal and different ones different.
    private mutating func blob(for object: DamagedObject, replaces: Bool = true) async throws
        -> String
    {
        let words = Array("# lost \(number(object))\n".utf8)
        let made = try await patient.git.must(
            ["hash-object", "-w", "--stdin"], in: pool, input: words
        ).text
        if replaces { try await replace(object, by: made) }
        self.made.insert(made)
        return made
    }

    private mutating func tree(_ entries: [String]) async throws -> String {
        let input = Array(entries.map { "\($0)\n" }.joined().utf8)
        let made = try await patient.git.must(["mktree"], in: pool, input: input).text
        self.made.insert(made)
        return made
    }

    private mutating func replace(_ object: DamagedObject, by id: String) async throws {
        made.insert(id)
        try await patient.git.must(
            ["update-ref", "refs/replace/\(object.id)", id], in: pool)
    }

    /// Stand-ins for lost commits, as far as anything tells what they stood on.
    private mutating func commits() async throws {
        var open = lost.filter { $0.type == "commit" }
        let old = reflog()
        while !open.isEmpty {
            var found: (index: Int, parent: String)?
            for (index, object) in open.enumerated() where found == nil {
                if let id = old[object.id], try await isWhole(id) { found = (index, id) }
            }
            if found == nil, let id = try await lastCommon() { found = (0, id) }
            let object = open.remove(at: found?.index ?? 0)
            guard let parent = found?.parent else {
                try await begin(object)
                continue
            }
            try await commit(object, on: parent)
        }
    }

    private mutating func commit(_ object: DamagedObject, on parent: String) async throws {
        let date = try await patient.git.must(
            ["log", "-1", "--format=@%ct +0000", parent], in: pool
        ).text
        let made = try await patient.git.must(
            ["commit-tree", "-p", parent, "-m", "lost \(number(object))", "\(parent)^{tree}"],
            in: pool, extra: ["GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date]
        ).text
        guesses.updateValue(parent, forKey: object.id)
        try await replace(object, by: made)
    }

    /// A lost commit of which nobody knows what it stood on begins the history, unless it is a tip:
    /// then there would be no history.
    private mutating func begin(_ object: DamagedObject) async throws {
        let refs = try await patient.ask("for-each-ref", "--format=%(refname) %(objectname)")
        let tips = refs.lines.filter { $0.hasSuffix(" \(object.id)") }
        if let ref = tips.first?.split(separator: " ").first {
            throw HarnessError.unsupported(
                "commit \(object.id), the tip of \(ref), is gone everywhere: no reflog and no "
                    + "remote tells what history it ends")
        }
        let file = try await blob(for: object, replaces: false)
        let root = try await tree(["100644 blob \(file)\tlost-\(number(object))"])
        let date = ["GIT_AUTHOR_DATE": "@0 +0000", "GIT_COMMITTER_DATE": "@0 +0000"]
        let made = try await patient.git.must(
            ["commit-tree", "-m", "lost \(number(object))", root], in: pool, extra: date
        ).text
        guesses.updateValue(nil, forKey: object.id)
        try await replace(object, by: made)
    }

    /// What reflogs say each commit came after.
    private func reflog() -> [String: String] {
        var old: [String: String] = [:]
        for name in ["logs/HEAD", "logs/refs/heads/\(patient.branch)"] {
            for line in patient.text(name)?.split(separator: "\n") ?? [] {
                let ids = line.split(separator: " ").prefix(2).map(String.init)
                if ids.count == 2, ids[0] != ids[1] { old[ids[1]] = ids[0] }
            }
        }
        return old
    }

    /// What both sides had last: commits of ours that are not there yet stand on it.
    private func lastCommon() async throws -> String? {
        let branch = patient.branch
        var ids: [String] = []
        for ref in ["refs/livetree/accepted/\(branch)", "refs/remotes/origin/\(branch)"] {
            let answer = try await patient.ask("rev-parse", "--verify", "--quiet", ref)
            if answer.status == 0 { ids.append(answer.text) }
        }
        for id in ids + [copy.view.commit].compactMap({ $0 }) where try await isWhole(id) {
            return id
        }
        return nil
    }

    /// Whether a commit and everything before it can be read: a lost one cannot stand on what
    /// stands on it.
    private func isWhole(_ id: String) async throws -> Bool {
        try await patient.git.run(["rev-list", "--count", id], in: pool).status == 0
    }

    /// A pack that cannot be opened is no complaint about each of its objects.
    private mutating func addUnseen() async throws {
        guard try await patient.setting("extensions.partialclone") == nil else { return }
        let refs = try await patient.ask("for-each-ref", "--format=%(objectname)", "refs/heads/")
        let tips = Array(refs.output.utf8)
        let counted = try await patient.git.run(
            ["rev-list", "--objects", "--count", "--stdin"], in: pool, input: tips)
        guard counted.status == 0, let count = Int(counted.text), count <= Self.walked else {
            return
        }
        let walked = try await patient.git.must(
            ["rev-list", "--objects", "--no-object-names", "--stdin"], in: pool, input: tips)
        let checked = try await patient.git.run(
            ["--git-dir=\(patient.folder)", "cat-file", "--batch-check=%(objectname)"], in: pool,
            input: Array(walked.output.utf8), extra: ["GIT_NO_REPLACE_OBJECTS": "1"])
        let known = Set(damage.map(\.id))
        let absent = checked.lines.compactMap { line -> String? in
            guard line.hasSuffix(" missing") else { return nil }
            return String(line.dropLast(" missing".count))
        }
        // What a stand-in has was never the clone's.
        let unseen = Set(absent).subtracting(known).subtracting(made)
        damage += try await DamageExamination(patient).unreadable(unseen)
    }
}
