import Foundation

/// What is recorded of a repository besides its history.
struct RecordedScene {
    /// A ref of one side.
    struct Ref {
        /// `origin:main`.
        let ref: String
        let id: String
        /// Whether its commit must be in the recording; other refs are kept when theirs is.
        let isNeeded: Bool
    }

    let patient: Patient
    let copy: RemoteCopy
    let findings: [DoctorFinding]

    /// Configuration that may steer git or the server, and tells nothing of anybody.
    private static let told = [
        "core.autocrlf", "core.hookspath", "core.logallrefupdates", "commit.gpgsign",
        "extensions.partialclone", "fetch.prune", "fetch.prunetags", "gc.auto", "merge.default",
        "merge.renames", "push.default", "push.followtags", "receive.denynonfastforwards",
        "remote.origin.fetch", "remote.origin.mirror", "remote.origin.promisor",
        "transfer.fsckobjects", "transfer.hiderefs",
    ]

    /// A repository that reads the objects of both sides, and what of the clone's is damaged.
    func pool(in folder: String) async throws -> (path: String, salvage: Salvage?) {
        let path = "\(folder)/pool.git"
        let format = try await patient.setting("extensions.objectformat") ?? "sha1"
        try await patient.git.must(
            ["init", "-q", "--bare", "--object-format=\(format)", path], in: folder)
        let damage = try await DamageExamination(patient).objects()
        if !damage.isEmpty {
            let salvage = try await Salvage(of: damage, patient: patient, copy: copy, pool: path)
            return (path, salvage)
        }
        try "\(patient.folder)/objects\n\(copy.path)/objects\n".write(
            toFile: "\(path)/objects/info/alternates", atomically: true, encoding: .utf8)
        return (path, nil)
    }

    /// Every ref of either side that may matter.
    func refs(pool: String) async throws -> [Ref] {
        let here = try await list(patient.folder, pool).map { name, id in
            Ref(ref: "local:\(Self.short(name))", id: id, isNeeded: isNeeded(name))
        }
        let there = try await list(copy.path, pool).map { name, id in
            Ref(ref: "origin:\(Self.short(name))", id: id, isNeeded: isNeeded(name))
        }
        let branch = try await brokenBranch(pool: pool).map { [$0] } ?? []
        return (there + here + branch).filter { ActorRef($0.ref) != nil }
    }

    private func list(
        _ path: String, _ pool: String
    ) async throws -> [(name: String, id: String)] {
        // The clone may lack what its refs name, so that the pool is asked of what kind it is.
        let result = try await patient.git.run(
            [
                "--git-dir=\(path)", "for-each-ref", "--format=%(objectname) %(refname)",
                "refs/heads/", "refs/livetree/", "refs/remotes/origin/",
            ], in: path)
        let kinds = try await patient.git.must(
            ["cat-file", "--batch-check=%(objectname) %(objecttype) %(rest)"], in: pool,
            input: Array(result.output.utf8))
        return kinds.lines.compactMap { line in
            let parts = line.split(separator: " ").map(String.init)
            return parts.count == 3 && parts[1] == "commit" ? (parts[2], parts[0]) : nil
        }
    }

    private func isNeeded(_ name: String) -> Bool {
        name == "refs/heads/\(patient.branch)" || name.hasPrefix("refs/heads/conflicts/")
            || name == "refs/livetree/accepted/\(patient.branch)"
            // A file where the server wants a folder.
            || name == "refs/livetree/accepted"
    }

    private static func short(_ name: String) -> String {
        name.hasPrefix("refs/heads/") ? String(name.dropFirst("refs/heads/".count)) : name
    }

    /// Configuration of the clone that is told.
    func config() async throws -> [(key: String, value: String)] {
        let list = try await patient.ask(
            "config", "--file", "\(patient.folder)/config", "--list", "-z")
        var found: [(key: String, value: String)] = []
        for entry in list.output.split(separator: "\0") {
            let parts = entry.split(separator: "\n", maxSplits: 1).map(String.init)
            guard let key = parts.first, Self.told.contains(key) else { continue }
            found.removeAll { $0.key == key }
            found.append((key, parts.count > 1 ? parts[1] : "true"))
        }
        return found
    }

    /// What makes the recorded clone a shallow one: the step that cuts it, and a ref of the remote
    /// for each cut that the remote has below no branch, since it deepens the clone from there.
    func cuts(
        in history: RecordedHistory
    ) async throws -> (refs: [(ref: String, commit: CommitName)], steps: [String]) {
        guard !patient.cuts.isEmpty else { return ([], []) }
        var refs: [(ref: String, commit: CommitName)] = []
        var names: [CommitName] = []
        for cut in patient.cuts {
            guard let name = history.names[cut] else { continue }
            names.append(name)
            let there = try await patient.git.run(
                ["--git-dir=\(copy.path)", "cat-file", "-e", cut], in: copy.path)
            if there.status == 0, !name.text.hasPrefix("A") {
                refs.append(("origin:refs/livetree/cut/\(names.count)", name))
            }
        }
        // Cut below what is recorded: the recording begins where the clone does.
        if names.isEmpty {
            names = history.commits.filter(\.parents.isEmpty).map(\.name)
        }
        let content = JSONText.quote(names.map { "${\($0)}\n" }.joined())
        return (refs, ["plant: {in: local, file: shallow, content: \(content)}"])
    }

    /// Steps that bring back files which are no history.
    func plants() async throws -> [String] {
        var steps: [String] = []
        if patient.has("packed-refs") {
            steps.append("git: {in: local, args: [pack-refs, --all]}")
            if isBranchFileBroken, packedBranch == nil {
                let args = "[update-ref, -d, \"refs/heads/\(patient.branch)\"]"
                steps.append("git: {in: local, args: \(args)}")
            }
        }
        let head = try await patient.head()
        if head == nil {
            let args = "[update-ref, --no-deref, HEAD, \"refs/heads/\(patient.branch)\"]"
            steps.append("git: {in: local, args: \(args)}")
        } else if let head, head != "refs/heads/main" {
            steps.append("git: {in: local, args: [symbolic-ref, HEAD, \(JSONText.quote(head))]}")
        }
        for finding in findings {
            switch finding.state {
            case .branchLock, .packedRefsLock, .otherLock:
                let parts = finding.evidence.split(separator: ",").map(String.init)
                let age = parts.last?.split(separator: " ").first ?? "0"
                steps.append("plant: {in: local, lock: \(JSONText.quote(parts[0])), age: \(age)s}")
            case .leftovers:
                let folders = ["rebase-merge", "rebase-apply", "sequencer"]
                let isFolder = folders.contains(finding.evidence)
                let file = finding.evidence + (isFolder ? "/head-name" : "")
                let words = JSONText.quote(patient.text(file) ?? "")
                steps.append(
                    "plant: {in: local, file: \(JSONText.quote(file)), content: \(words)}")
            case .emptyFile where finding.evidence.hasPrefix("refs/"):
                steps.append(
                    "plant: {in: local, file: \(JSONText.quote(finding.evidence)), content: \"\"}")
            default: break
            }
        }
        return steps + oddBranch
    }
}
