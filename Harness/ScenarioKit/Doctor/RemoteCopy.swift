import Foundation

/// The remote's branches, copied once into a folder of the doctor's, so that everything after that
/// asks the copy.
struct RemoteCopy: Sendable {
    /// The bare copy; made even when the remote could not be read.
    let path: String
    /// What was found.
    let view: RemoteView
    /// What the remote's HEAD names; nil when it says nothing.
    let head: String?
    /// Where it came from, for people.
    let source: String

    /// Copies the remote at `url`; without one, what the tracking ref says of it.
    static func make(
        of url: String?, for patient: Patient, in folder: String
    ) async throws -> RemoteCopy {
        let path = "\(folder)/remote.git"
        let git = GitProgram(path: patient.git.path, environment: environment)
        let format = try await patient.setting("extensions.objectformat") ?? "sha1"
        try await git.must(
            ["init", "-q", "--bare", "--initial-branch=main", "--object-format=\(format)", path],
            in: folder)
        guard let url else {
            return try await standIn(for: patient, git: git, path: path)
        }
        let listed = try await git.run(["ls-remote", "--symref", "--", url], in: folder)
        guard listed.status == 0 else {
            return RemoteCopy(
                path: path, view: .unreadable(firstLine(listed.error)), head: nil, source: url)
        }
        let head = listed.lines.first { $0.hasPrefix("ref: ") && $0.hasSuffix("\tHEAD") }
            .map { String($0.dropFirst(5).dropLast(5)) }
        let heads = listed.lines.filter { $0.contains("\trefs/") }
        let ref = "\trefs/heads/\(patient.branch)"
        guard let line = heads.first(where: { $0.hasSuffix(ref) }) else {
            let view = heads.isEmpty ? RemoteView.empty : .branchMissing
            return RemoteCopy(path: path, view: view, head: head, source: url)
        }
        let fetched = try await git.run(
            [
                "fetch", "-q", "--no-tags", "--no-write-fetch-head", "--update-head-ok", "--", url,
                "+refs/heads/*:refs/heads/*",
            ], in: path)
        guard fetched.status == 0 else {
            return RemoteCopy(
                path: path, view: .unreadable(firstLine(fetched.error)), head: head, source: url)
        }
        try await addCuts(of: patient, from: url, git: git, to: path)
        let tip = String(line.dropLast(ref.count))
        return RemoteCopy(path: path, view: .tip(tip), head: head, source: url)
    }

    /// Brings the commits a shallow clone was cut at: a remote that has one deepens the clone
    /// from there, though no branch leads to it any more. What it no longer has is left out.
    private static func addCuts(
        of patient: Patient, from url: String, git: GitProgram, to path: String
    ) async throws {
        for cut in patient.cuts.prefix(DoctorLimits.cuts) {
            let known = try await git.run(["cat-file", "-e", "\(cut)^{commit}"], in: path)
            guard known.status != 0 else { continue }
            _ = try await git.run(
                ["fetch", "-q", "--no-tags", "--no-write-fetch-head", "--", url, cut], in: path)
        }
    }

    private static func standIn(
        for patient: Patient, git: GitProgram, path: String
    ) async throws -> RemoteCopy {
        let tracking = "refs/remotes/origin/\(patient.branch)"
        guard let tip = try await patient.tip(tracking) else {
            return RemoteCopy(path: path, view: .none, head: nil, source: "nothing")
        }
        let fetched = try await git.run(
            [
                "fetch", "-q", "--no-tags", "--no-write-fetch-head", "--update-head-ok",
                "--update-shallow", "--", patient.folder,
                "+\(tracking):refs/heads/\(patient.branch)",
            ], in: path)
        let view =
            fetched.status == 0 ? RemoteView.tip(tip) : .unreadable(firstLine(fetched.error))
        return RemoteCopy(path: path, view: view, head: nil, source: tracking)
    }

    /// The caller's ways to reach a remote, nobody's configuration.
    private static let environment: [String: String] = {
        let caller = ProcessInfo.processInfo.environment
        var environment = GitProgram.hermetic(
            home: caller["HOME"] ?? "/", path: caller["PATH"] ?? "/usr/bin:/bin")
        for name in ["SSH_AUTH_SOCK", "GIT_SSH_COMMAND", "GIT_SSH", "GIT_ASKPASS"] {
            environment[name] = caller[name]
        }
        environment["GIT_CONFIG_COUNT"] = "2"
        environment["GIT_CONFIG_KEY_1"] = "safe.directory"
        environment["GIT_CONFIG_VALUE_1"] = "*"
        return environment
    }()

    private static func firstLine(_ text: String) -> String {
        text.split(separator: "\n").first.map(String.init) ?? "git gave no reason"
    }
}
