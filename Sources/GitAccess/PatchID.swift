import CLibgit2
package import GitModel

/// The name of a change, wherever it was made: equal for a commit and its cherry-pick.
///
/// As `git patch-id --verbatim`, but free of attributes and configuration: paths, modes, and the
/// lines around and in each hunk without their numbers.
package struct PatchID: Hashable, Sendable {
    let digest: ObjectID
}

extension GitRepository {
    /// The change of a commit against its first parent (of a root: against nothing); nil when it
    /// changes nothing.
    package func patchID(of commit: CommitID) throws(GitError) -> PatchID? {
        let info = try info(of: commit)
        let before = try info.parents.first.map { (parent) throws(GitError) in
            try self.info(of: parent).tree
        }
        let changes = try changes(from: before, to: info.tree)
        guard !changes.isEmpty else { return nil }
        var text: [UInt8] = []
        for change in changes {
            text += Array("\(change.path)\u{0}".utf8)
            text += Array(
                "\(change.old?.mode.rawValue ?? 0) \(change.new?.mode.rawValue ?? 0)\n".utf8)
            text += try patch(change)
        }
        var id = git_oid()
        let code = text.withUnsafeBytes {
            git_odb_hash(&id, $0.baseAddress, $0.count, GIT_OBJECT_BLOB)
        }
        try check(code, "git_odb_hash")
        return PatchID(digest: ObjectID(id))
    }

    private func patch(_ change: TreeChange) throws(GitError) -> [UInt8] {
        let names = Array("\(change.old?.id.hex ?? "") \(change.new?.id.hex ?? "")\n".utf8)
        let old = try text(of: change.old)
        let new = try text(of: change.new)
        guard let old, let new else { return names }
        return try LinePatch.text(old, new)
    }

    /// Nil for what is compared by its name: no regular file, large, or binary.
    private func text(of file: TreeFile?) throws(GitError) -> [UInt8]? {
        guard let file else { return [] }
        guard file.mode.isRegularFile,
            try repository.size(of: file.id.object, type: GIT_OBJECT_BLOB)
                <= Limits.contestedFileBytes
        else { return nil }
        let bytes = try blob(file.id)
        return bytes.contains(0) ? nil : bytes
    }
}

/// The lines of a patch between two texts, without their numbers.
enum LinePatch {
    static func text(_ old: [UInt8], _ new: [UInt8]) throws(GitError) -> [UInt8] {
        // One byte more than is used, so that an empty text has an address too.
        let result = (old + [0]).withUnsafeBytes { left in
            (new + [0]).withUnsafeBytes { right in
                Result { () throws(GitError) in
                    let patch = try Handle<Kinds.Patch>("git_patch_from_buffers") {
                        git_patch_from_buffers(
                            &$0, left.baseAddress, old.count, nil, right.baseAddress, new.count,
                            nil, nil)
                    }
                    // The lines point into the two texts.
                    return try lines(of: patch)
                }
            }
        }
        return try result.get()
    }

    private static func lines(
        of patch: borrowing Handle<Kinds.Patch>
    ) throws(GitError) -> [UInt8] {
        var text: [UInt8] = []
        for hunk in 0..<git_patch_num_hunks(patch.pointer) {
            let count = git_patch_num_lines_in_hunk(patch.pointer, hunk)
            for index in 0..<max(0, Int(count)) {
                var line: UnsafePointer<git_diff_line>?
                try check(
                    git_patch_get_line_in_hunk(&line, patch.pointer, hunk, index),
                    "git_patch_get_line_in_hunk")
                guard let line = line?.pointee else { continue }
                text.append(UInt8(bitPattern: line.origin))
                text += UnsafeRawBufferPointer(start: line.content, count: line.content_len)
            }
        }
        return text
    }
}
