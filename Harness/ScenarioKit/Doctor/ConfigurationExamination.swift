import Foundation

/// What a repository's own configuration and hooks would do to plain git commands.
struct ConfigurationExamination: Sendable {
    private let patient: Patient

    init(_ patient: Patient) { self.patient = patient }

    /// Everything found.
    func findings() async throws -> [DoctorFinding] {
        var found: [DoctorFinding] = []
        let listed = try await patient.ask(
            "config", "--file", "\(patient.folder)/config", "--no-includes", "--list", "-z")
        for entry in listed.output.split(separator: "\0") {
            let parts = entry.split(separator: "\n", maxSplits: 1).map(String.init)
            judge(parts[0], parts.count > 1 ? parts[1] : "", &found)
        }
        hooks(&found)
        try await clone(&found)
        return found
    }

    private func judge(_ key: String, _ value: String, _ found: inout [DoctorFinding]) {
        let line = "\(key) = \(value)"
        switch key {
        case "extensions.objectformat" where value != "sha1": found.add(.objectFormat, line)
        case "extensions.refstorage" where value != "files": found.add(.objectFormat, line)
        case "extensions.partialclone": found.add(.partialClone, line)
        case _ where key.hasPrefix("remote.") && key.hasSuffix(".promisor"):
            found.add(.partialClone, line)
        case _ where Self.steers(key): found.add(.configuration, line)
        default: break
        }
    }

    /// Whether a key changes what fetch, push, merge or commit do.
    private static func steers(_ key: String) -> Bool {
        let whole: Set<String> = [
            "core.hookspath", "core.attributesfile", "core.autocrlf", "core.eol",
            "core.fsmonitor", "core.sshcommand", "core.gitproxy", "commit.gpgsign", "push.default",
            "push.followtags", "push.gpgsign", "merge.default", "merge.renames",
            "merge.directoryrenames", "gpg.program", "include.path", "fetch.prunetags",
        ]
        if whole.contains(key) { return true }
        if key.hasPrefix("includeif.") || key.hasPrefix("filter.") { return true }
        let last = key.split(separator: ".").last.map(String.init) ?? ""
        switch key.split(separator: ".").first {
        case "url": return ["insteadof", "pushinsteadof"].contains(last)
        case "remote":
            return ["mirror", "push", "pushurl", "receivepack", "uploadpack", "proxy"]
                .contains(last)
        case "merge", "diff": return last == "driver" || last == "command"
        default: return false
        }
    }

    private func hooks(_ found: inout [DoctorFinding]) {
        let folder = "\(patient.folder)/hooks"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where !name.hasSuffix(".sample") {
            if FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
                found.add(.configuration, "hooks/\(name)")
            }
        }
    }

    private func clone(_ found: inout [DoctorFinding]) async throws {
        guard try await patient.setting("remote.origin.url") != nil else { return }
        let specs = try await patient.ask(
            "config", "--file", "\(patient.folder)/config", "--get-all", "remote.origin.fetch")
        if specs.lines.isEmpty { found.add(.oddClone, "remote.origin.fetch is not set") }
        for spec in specs.lines where !spec.contains("*") {
            found.add(.oddClone, "remote.origin.fetch = \(spec)")
        }
        if specs.lines.contains(where: { $0.hasSuffix(":refs/*") }) {
            found.add(.oddClone, "a mirror: remote.origin.fetch = +refs/*:refs/*")
        }
        if try await patient.tip("refs/remotes/origin/\(patient.branch)") == nil {
            found.add(.oddClone, "refs/remotes/origin/\(patient.branch) does not exist")
        }
    }
}
