import Foundation

/// A reconcile of the real program, on copies.
struct Rehearsal: Sendable {
    /// The program: `livetree`.
    let program: String
    let patient: Patient
    let remote: RemoteCopy
    /// Where the copies go.
    let folder: String

    /// What the program printed, and the outcome in it; nil when it gave none.
    func play() async throws -> (outcome: Outcome, report: String)? {
        guard try size() <= DoctorLimits.copy else { return nil }
        let copy = "\(folder)/copy.git"
        let cp = GitProgram(path: "/bin/cp", environment: ["PATH": "/usr/bin:/bin"])
        try await cp.must(["-a", "--reflink=auto", patient.folder, copy], in: folder)
        let config = "\(copy)/config"
        let git = patient.git
        try await free(config) {
            try await git.must(["config", "--file", config, "core.bare", "true"], in: folder)
            _ = try await git.run(
                ["config", "--file", config, "--unset", "core.worktree"], in: folder)
        }
        let home = "\(folder)/home"
        try FileManager.default.createDirectory(
            atPath: home, withIntermediateDirectories: true)
        let search = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let real = GitProgram(
            path: program,
            environment: [
                "PATH": search, "HOME": home, "TMPDIR": home, "TZ": "UTC",
                "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1",
                "CFP_DATA_REPO_PATH": copy, "CFP_DATA_REMOTE": remote.path,
                "CFP_DATA_BRANCH": patient.branch, "SWIFT_BACKTRACE": "enable=no",
            ])
        let answer = try await real.run(["reconcile"], in: folder)
        guard let line = answer.lines.last, let report = JSONText.parse(Array(line.utf8)),
            let word = report["outcome"]?.text ?? report["error"]?["code"]?.text,
            let outcome = Outcome(rawValue: word)
        else { return nil }
        return (outcome, line)
    }

    /// Does something with a file while its lock, if it has one, is out of the way.
    private func free(_ file: String, while body: () async throws -> Void) async throws {
        let (lock, aside) = ("\(file).lock", "\(folder)/lock-aside")
        let isLocked = FileManager.default.fileExists(atPath: lock)
        if isLocked { try FileManager.default.moveItem(atPath: lock, toPath: aside) }
        try await body()
        if isLocked { try FileManager.default.moveItem(atPath: aside, toPath: lock) }
    }

    private func size() throws -> Int64 {
        guard let files = FileManager.default.enumerator(atPath: patient.folder) else { return 0 }
        var bytes: Int64 = 0
        while files.nextObject() != nil {
            bytes += (files.fileAttributes?[.size] as? NSNumber)?.int64Value ?? 0
        }
        return bytes
    }
}
