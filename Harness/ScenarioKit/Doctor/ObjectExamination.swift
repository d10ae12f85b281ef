import Foundation

/// What the objects tell: damage, and names and kinds of files on the branch.
struct ObjectExamination: Sendable {
    private let patient: Patient

    init(_ patient: Patient) { self.patient = patient }

    /// Everything found.
    func findings() async throws -> [DoctorFinding] {
        var found: [DoctorFinding] = []
        try await check(&found)
        try await tree(&found)
        try await refNames(&found)
        return found
    }

    private func check(_ found: inout [DoctorFinding]) async throws {
        let result = try await patient.ask("fsck", "--full", "--no-dangling", "--no-progress")
        for line in Set((result.output + result.error).split(separator: "\n")).sorted() {
            if let state = Self.state(ofComplaint: String(line)) { found.add(state, String(line)) }
        }
    }

    /// Which state a line of `git fsck` speaks of; nil for notices.
    static func state(ofComplaint line: String) -> CatalogueState? {
        let missing = [
            "missing blob", "missing tree", "missing commit", "missing tag", "broken link",
            "invalid sha1 pointer", "unable to read", "invalid reflog entry",
        ]
        let corrupt = [
            "corrupt", "inflate", "hash mismatch", "hash-path mismatch", "unable to unpack",
            "packfile", "index file", "sha1 mismatch", "unable to parse", "garbage at end",
            "cannot unpack", "CRC mismatch", "checksum mismatch", "failed to read delta",
            "bad object header", "cannot be read",
        ]
        let names = ["hasDotgit", "hasDotdot", "hasDot:", "hasDot ", "fullPathname", "nullSha1"]
        if line.hasPrefix("notice:") || line.hasPrefix("dangling") { return nil }
        if line.contains(" is empty") { return .emptyFile }
        if names.contains(where: line.contains) { return .names }
        if line.hasPrefix("error in ") || line.hasPrefix("warning in ") { return .malformed }
        if corrupt.contains(where: line.contains) { return .corrupt }
        if missing.contains(where: line.contains) { return .missingObject }
        return nil
    }

    private func tree(_ found: inout [DoctorFinding]) async throws {
        let listed = try await patient.ask(
            "ls-tree", "-r", "-z", "-l", "refs/heads/\(patient.branch)")
        guard listed.status == 0 else { return }
        var count = 0
        var folded: [String: String] = [:]
        for entry in listed.output.split(separator: "\0") {
            count += 1
            let halves = entry.split(separator: "\t", maxSplits: 1)
            guard halves.count == 2 else { continue }
            let path = String(halves[1])
            let facts = halves[0].split(separator: " ").map(String.init)
            judge(path, facts, &found)
            // Strings are equal when they are canonically equivalent, whatever their bytes.
            if let twin = folded[path.lowercased()] {
                found.add(twin == path ? .unicodeTwins : .caseTwins, "\(twin), \(path)")
            }
            folded[path.lowercased()] = path
        }
        if count >= DoctorLimits.manyFiles { found.add(.manyRecords, "\(count) files") }
    }

    private func judge(_ path: String, _ facts: [String], _ found: inout [DoctorFinding]) {
        switch facts.first {
        case "120000": found.add(.symlink, path)
        case "160000": found.add(.gitlink, path)
        case "100755": found.add(.modes, "100755 \(path)")
        default: break
        }
        if let size = facts.last.flatMap({ Int($0) }), size >= DoctorLimits.largeFile {
            found.add(.largeFile, "\(path), \(size >> 20) MiB")
        }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let isOdd = parts.contains { part in
            part == ".." || part == "." || part.lowercased() == ".git" || part.hasPrefix("-")
                || part.contains { $0 == "\\" || $0.isNewline }
        }
        if isOdd { found.add(.names, path) }
    }

    private func refNames(_ found: inout [DoctorFinding]) async throws {
        var folded: [String: String] = [:]
        let refs = try await patient.ask("for-each-ref", "--format=%(refname)")
        for name in refs.lines {
            if let twin = folded[name.lowercased()] { found.add(.caseTwins, "\(twin), \(name)") }
            folded[name.lowercased()] = name
        }
    }
}
