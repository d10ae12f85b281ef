/// A branch whose file tells no commit any more.
extension RecordedScene {
    private var branchFile: String { "refs/heads/\(patient.branch)" }

    /// Whether the branch has a file of its own that names neither a commit nor another ref.
    var isBranchFileBroken: Bool {
        guard let text = patient.text(branchFile) else { return false }
        let word = text.trimmingSuffix { $0.isWhitespace }
        return !word.hasPrefix("ref: ") && (word.count < 40 || !word.allSatisfy(\.isHexDigit))
    }

    /// The commit that packed-refs has for the branch; nil without one.
    var packedBranch: String? {
        for line in patient.text("packed-refs")?.split(separator: "\n") ?? [] {
            let parts = line.split(separator: " ").map(String.init)
            if parts.count == 2, parts[1] == branchFile { return parts[0] }
        }
        return nil
    }

    /// What is drawn for a branch whose file is broken, before a step breaks it again: the value
    /// below the file, or else where the branch is known to have been.
    ///
    /// - Throws: `HarnessError.unsupported` when nothing tells any commit of the branch.
    func brokenBranch(pool: String) async throws -> Ref? {
        guard isBranchFileBroken else { return nil }
        var ids = [packedBranch].compactMap { $0 }
        for name in ["logs/\(branchFile)", "logs/HEAD"] {
            let last = patient.text(name)?.split(separator: "\n").last
            let words = last?.split(separator: " ").map(String.init) ?? []
            if words.count > 1 { ids.append(words[1]) }
        }
        for ref in ["refs/livetree/accepted", "refs/remotes/origin"] {
            if let id = try await patient.tip("\(ref)/\(patient.branch)") { ids.append(id) }
        }
        for id in ids + [copy.view.commit].compactMap({ $0 }) {
            let known = try await patient.git.run(["cat-file", "-e", "\(id)^{commit}"], in: pool)
            guard known.status == 0 else { continue }
            return Ref(ref: "local:\(patient.branch)", id: id, isNeeded: true)
        }
        throw HarnessError.unsupported(
            "\(branchFile) names no commit, and no packed-refs, reflog, tracking ref or remote "
                + "tells where the branch was")
    }

    /// The step that breaks a branch's file again that holds something else than nothing.
    var oddBranch: [String] {
        guard isBranchFileBroken, patient.text(branchFile)?.isEmpty == false else { return [] }
        let file = JSONText.quote(branchFile)
        return ["plant: {in: local, file: \(file), content: \"garbage\\n\"}"]
    }
}
