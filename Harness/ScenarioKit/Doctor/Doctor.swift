import Foundation

/// Names the states of a repository and predicts a reconcile, changing nothing.
///
/// It asks the git program and looks at files; what can only be tried is tried on copies.
package struct Doctor: Sendable {
    /// The repository, bare or not.
    package var repository: String
    /// The remote's URL; nil takes `remote.origin.url`.
    package var remote: String?
    /// The served branch.
    package var branch = "main"
    /// The git program.
    package var git: String
    /// `livetree` for rehearsals; nil does without.
    package var program: String?

    package init(repository: String, git: String) {
        self.repository = repository
        self.git = git
    }

    /// Examines the repository.
    ///
    /// - Throws: `HarnessError.unsupported` when it is none, `.environment` when git cannot run.
    package func examine() async throws -> Diagnosis {
        let patient = try await Patient(at: repository, branch: branch, git: git)
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("scenarios-doctor-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }

        var findings = try await FileExamination(patient, now: Date()).findings()
        findings += try await ConfigurationExamination(patient).findings()
        findings += try await ObjectExamination(patient).findings()
        let copy = try await remoteCopy(for: patient, in: folder)
        let history = try await HistoryExamination(patient, remote: copy, in: folder)
        let facts = try await history.facts()
        findings += facts.findings
        findings += try await waiting(patient)
        if let head = copy.head, head != "refs/heads/\(branch)" {
            findings.add(.emptyOrOddRemote, "origin's HEAD names \(head)")
        }
        for commit in try await history.signed(facts) { findings.add(.signed, commit) }
        if facts.isShallow, findings.contains(where: { $0.state == .diverged }) {
            findings.add(.shallowAndDiverged, "a common commit is visible")
        }
        let prediction = try await predict(facts, findings, patient, copy, folder)
        let kinds = try await history.divergence(facts, ended: prediction, in: folder)
        if !kinds.isEmpty { findings = findings.filter { $0.state != .diverged } + kinds }
        let order = Dictionary(
            uniqueKeysWithValues: CatalogueState.allCases.enumerated().map { ($1, $0) })
        findings.sort {
            (order[$0.state] ?? 0, $0.evidence) < (order[$1.state] ?? 0, $1.evidence)
        }
        return Diagnosis(
            repository: patient.folder, branch: branch, findings: findings,
            prediction: prediction)
    }

    private func remoteCopy(
        for patient: Patient, in folder: String
    ) async throws -> RemoteCopy {
        let url =
            if let remote { Optional(remote) } else {
                try await patient.setting("remote.origin.url")
            }
        let copy = try await RemoteCopy.make(of: url, for: patient, in: folder)
        guard remote == nil, case .unreadable = copy.view else { return copy }
        let aside = "\(folder)/tracking"
        try FileManager.default.createDirectory(atPath: aside, withIntermediateDirectories: true)
        let standIn = try await RemoteCopy.make(of: nil, for: patient, in: aside)
        return standIn.view == .none ? copy : standIn
    }

    /// Conflict branches that the remote never confirmed.
    private func waiting(_ patient: Patient) async throws -> [DoctorFinding] {
        let refs = try await patient.ask(
            "for-each-ref", "--format=%(refname)", "refs/heads/conflicts/",
            "refs/heads/livetree-conflicts/", "refs/livetree/pushed/")
        let pushed = Set(refs.lines.filter { $0.hasPrefix("refs/livetree/pushed/") })
        var found: [DoctorFinding] = []
        for ref in refs.lines where ref.hasPrefix("refs/heads/") {
            let name = ref.dropFirst("refs/heads/".count)
            if !pushed.contains("refs/livetree/pushed/\(name)") {
                found.add(.waitingConflict, String(name))
            }
        }
        return found
    }

    private func predict(
        _ facts: HistoryFacts, _ findings: [DoctorFinding], _ patient: Patient,
        _ copy: RemoteCopy, _ folder: String
    ) async throws -> DoctorPrediction {
        let damage = findings.first { $0.state == .emptyFile || $0.state == .alternatesGone }
        var prediction = facts.prediction(
            damage: damage.map { "\($0.state.sentence): \($0.evidence)" })
        if patient.worktree != nil {
            prediction.why += " (the server itself refuses a repository that is not bare)"
        }
        if copy.source.hasPrefix("refs/") {
            prediction.why += " (origin was not read: \(copy.source) stands for it)"
        }
        guard let program, copy.view != .none else { return prediction }
        if case .unreadable = copy.view { return prediction }
        let rehearsal = Rehearsal(
            program: program, patient: patient, remote: copy, folder: folder)
        guard let played = try await rehearsal.play() else { return prediction }
        if !prediction.outcomes.contains(played.outcome) {
            let counted = prediction.outcomes.map(\.rawValue).joined(separator: " or ")
            prediction.why += " (counting alone said \(counted))"
        }
        prediction.outcomes = [played.outcome]
        prediction.report = played.report
        return prediction
    }
}
