import Foundation
import Glibc

/// What killed transfers left in the object store. All methods block.
struct Leftovers {
    let root: RepositoryEntries
    /// Younger ones are not looked at.
    let olderThan: Date
    /// Nil: looked up when there is something to remove.
    let users: RepositoryUsers?

    /// Removes the dead ones and counts them.
    func sweep(into report: inout CareReport) {
        let found = paths().filter(isOld)
        guard !found.isEmpty else { return }
        let users = users ?? RepositoryUsers.look(at: root.path)
        guard users.worker == nil else { return }
        for path in found {
            let parts = files(of: path)
            guard parts.allSatisfy({ isDead($0.file, users) }) else { continue }
            if path.hasSuffix(".keep"), !isOfDeadFetch(path) { continue }
            FileSystem.remove(root.full(path))
            guard root.status(path) == nil else { continue }
            report.leftovers += 1
            report.leftoverBytes += parts.reduce(0) {
                $0 + ($1.file.st_mode & S_IFMT == S_IFREG ? Int($1.file.st_size) : 0)
            }
        }
    }

    /// The names that temporary files of git and libgit2 have, and no others.
    private func paths() -> [String] {
        var found: [String] = []
        for name in root.names(in: "objects") {
            let path = "objects/\(name)"
            let kind = root.kind(of: path)
            if name.hasPrefix("tmp_") || (name.hasPrefix("incoming-") && kind == S_IFDIR) {
                found.append(path)
            } else if name.utf8.count == 2, name.allSatisfy(\.isHexDigit) {
                let inside = root.names(in: path).filter { $0.hasPrefix("tmp_obj_") }
                found += inside.map { "\(path)/\($0)" }
            }
        }
        let packs = root.names(in: "objects/pack").filter {
            $0.hasPrefix("tmp_") || $0.hasPrefix(".tmp-")
                || ($0.hasPrefix("pack-") && $0.hasSuffix(".keep"))
        }
        return found + packs.map { "objects/pack/\($0)" }
    }

    /// The file itself, or a folder with everything in it.
    private func files(of path: String) -> [(path: String, file: stat)] {
        let inside = root.kind(of: path) == S_IFDIR ? root.paths(below: path) : []
        return ([path] + inside).compactMap { name in root.status(name).map { (name, $0) } }
    }

    /// Files and folders only: a link or a pipe was not made by git.
    private func isOld(_ path: String) -> Bool {
        guard let file = root.status(path) else { return false }
        let kind = file.st_mode & S_IFMT
        return (kind == S_IFREG || kind == S_IFDIR)
            && file.modifiedSeconds < olderThan.timeIntervalSince1970
    }

    private func isDead(_ file: stat, _ users: RepositoryUsers) -> Bool {
        guard users.holder(of: file) == nil,
            file.modifiedSeconds < olderThan.timeIntervalSince1970
        else { return false }
        let age = Date().timeIntervalSince1970 - file.modifiedSeconds
        return age >= Limits.blindAgeSeconds || !users.mayHide(holderOf: file)
    }

    /// Whether a `.keep` was made by a fetch whose process is gone: `fetch-pack <pid> on <host>`.
    /// Those that an operator made keep their packs.
    private func isOfDeadFetch(_ path: String) -> Bool {
        guard let bytes = SmallFile.read(root.full(path)), bytes.count < 1024 else { return false }
        let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 4, words[0] == "fetch-pack", words[2] == "on",
            let process = pid_t(words[1]), process > 0
        else { return false }
        // In a container every start has the same numbers.
        return process == getpid() || (kill(process, 0) != 0 && errno == ESRCH)
            || !ProcessView(process).isGitProgram
    }
}
