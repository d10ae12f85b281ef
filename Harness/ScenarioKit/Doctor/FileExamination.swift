import Foundation
import Glibc

/// What the files of a repository tell by themselves: locks, leftovers, emptied files.
struct FileExamination: Sendable {
    private let patient: Patient
    private let now: Date

    init(_ patient: Patient, now: Date) {
        self.patient = patient
        self.now = now
    }

    /// Everything found.
    func findings() async throws -> [DoctorFinding] {
        var found: [DoctorFinding] = []
        walk(&found)
        borrowed(&found)
        leftovers(&found)
        owner(&found)
        try await head(&found)
        if patient.worktree != nil { try await worktree(&found) }
        return found
    }

    private func walk(_ found: inout [DoctorFinding]) {
        guard let files = FileManager.default.enumerator(atPath: patient.folder) else { return }
        var count = 0
        for case let file as String in files {
            count += 1
            guard count <= DoctorLimits.files else { return }
            if file.hasSuffix(".lock") { lock(file, &found) }
            let isRef = file.hasPrefix("refs/") && !file.hasSuffix(".lock")
            guard isRef || Self.isLooseObject(file) else { continue }
            let attributes = files.fileAttributes
            let isPlain = attributes?[.type] as? FileAttributeType == .typeRegular
            if isPlain, (attributes?[.size] as? NSNumber)?.intValue == 0 {
                found.add(.emptyFile, file)
            }
        }
    }

    private static func isLooseObject(_ file: String) -> Bool {
        let parts = file.split(separator: "/")
        return parts.count == 3 && parts[0] == "objects" && parts[1].count == 2
            && parts[2].count >= 38 && parts[2].allSatisfy(\.isHexDigit)
    }

    private func lock(_ file: String, _ found: inout [DoctorFinding]) {
        let attributes = try? FileManager.default.attributesOfItem(
            atPath: "\(patient.folder)/\(file)")
        let made = attributes?[.modificationDate] as? Date ?? now
        let age = Int(max(0, now.timeIntervalSince(made)))
        let evidence = "\(file), \(age) s old"
        switch file {
        case "packed-refs.lock": found.add(.packedRefsLock, evidence)
        case "HEAD.lock": found.add(.branchLock, evidence)
        case _ where file.hasPrefix("refs/"): found.add(.branchLock, evidence)
        case "index.lock", "shallow.lock", "config.lock": found.add(.otherLock, evidence)
        default: break
        }
    }

    private func borrowed(_ found: inout [DoctorFinding]) {
        let lines = patient.text("objects/info/alternates")?.split(separator: "\n") ?? []
        for line in lines where !line.hasPrefix("#") {
            let path = line.hasPrefix("/") ? String(line) : "\(patient.folder)/objects/\(line)"
            if !FileManager.default.fileExists(atPath: path) { found.add(.alternatesGone, path) }
        }
    }

    private func leftovers(_ found: inout [DoctorFinding]) {
        let names = [
            "rebase-merge", "rebase-apply", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD",
            "BISECT_LOG", "sequencer",
        ]
        for name in names where patient.has(name) { found.add(.leftovers, name) }
        let cuts = patient.cuts
        if !cuts.isEmpty { found.add(.shallow, "\(cuts.count) commits without their parents") }
    }

    private func owner(_ found: inout [DoctorFinding]) {
        var status = stat()
        guard stat(patient.folder, &status) == 0, status.st_uid != geteuid() else { return }
        found.add(.owner, "uid \(status.st_uid), asked by uid \(geteuid())")
    }

    private func head(_ found: inout [DoctorFinding]) async throws {
        guard let named = try await patient.head() else {
            return found.add(.head, "HEAD is detached")
        }
        if named != "refs/heads/\(patient.branch)" { found.add(.head, "HEAD names \(named)") }
    }

    private func worktree(_ found: inout [DoctorFinding]) async throws {
        guard let tree = patient.worktree else { return }
        let status = try await patient.git.run(["status", "--porcelain"], in: tree)
        for line in status.lines { found.add(.worktree, line) }
    }
}
