import Foundation

/// How the local branch stands to the remote's, worked out in a scratch repository that borrows
/// the objects of both.
struct HistoryExamination: Sendable {
    let patient: Patient
    private let remote: RemoteCopy
    private let scratch: String

    /// Makes the scratch repository below `folder`.
    init(_ patient: Patient, remote: RemoteCopy, in folder: String) async throws {
        self.patient = patient
        self.remote = remote
        scratch = "\(folder)/scratch.git"
        let format = try await patient.setting("extensions.objectformat") ?? "sha1"
        try await patient.git.must(
            ["init", "-q", "--bare", "--object-format=\(format)", scratch], in: folder)
        try "\(patient.folder)/objects\n\(remote.path)/objects\n".write(
            toFile: "\(scratch)/objects/info/alternates", atomically: true, encoding: .utf8)
        if let cut = patient.text("shallow") {
            try cut.write(toFile: "\(scratch)/shallow", atomically: true, encoding: .utf8)
        }
    }

    /// The two tips and what lies between them.
    func facts() async throws -> HistoryFacts {
        var facts = HistoryFacts(remote: remote.view)
        facts.local = try await patient.tip("refs/heads/\(patient.branch)")
        facts.accepted = try await patient.tip("refs/livetree/accepted/\(patient.branch)")
        facts.isAbsenceAccepted =
            try await patient.tip("refs/livetree/absent/\(patient.branch)") != nil
        facts.isShallow = !patient.cuts.isEmpty
        guard let tip = remote.view.commit else { return facts }
        if let accepted = facts.accepted {
            facts.containsAccepted = try await isAncestor(accepted, of: tip)
            facts.isRewound = try await isAncestor(tip, of: accepted) && accepted != tip
        }
        guard let local = facts.local else { return facts }
        facts.hasBase = try await ask("merge-base", local, tip).status == 0
        facts.ahead = try await count(local, without: tip)
        facts.behind = try await count(tip, without: local)
        return facts
    }

    /// Local commits with a signature, newest first.
    func signed(_ facts: HistoryFacts) async throws -> [String] {
        guard let local = facts.local, let tip = facts.remote.commit else { return [] }
        let listed = try await ask(
            "rev-list", "--max-count=\(DoctorLimits.commits)", local, "^\(tip)")
        guard listed.status == 0, !listed.lines.isEmpty else { return [] }
        let headers = try await patient.git.run(
            ["--git-dir=\(scratch)", "log", "--no-walk=unsorted", "--format=raw", "--stdin"],
            in: scratch, input: Array(listed.output.utf8))
        var found: [String] = []
        var current = ""
        for line in headers.output.split(separator: "\n") {
            if line.hasPrefix("commit ") { current = String(line.dropFirst(7).prefix(40)) }
            if line.hasPrefix("gpgsig") { found.append(current) }
        }
        return found
    }

    private func count(_ tip: String, without other: String) async throws -> Int? {
        let answer = try await ask("rev-list", "--count", tip, "^\(other)")
        return answer.status == 0 ? Int(answer.text) : nil
    }

    private func isAncestor(_ commit: String, of tip: String) async throws -> Bool {
        try await ask("merge-base", "--is-ancestor", commit, tip).status == 0
    }

    func ask(_ arguments: String...) async throws -> GitProgram.Result {
        try await patient.git.run(["--git-dir=\(scratch)"] + arguments, in: scratch)
    }
}
