import CLibgit2

/// A three-way merge by lines, as `git merge-file` does it; bytes are never normalised.
package enum LineMerge {
    /// Nil when the two sides conflict, or when one of the three is binary (has a NUL byte).
    package static func merge(
        base: [UInt8], ours: [UInt8], theirs: [UInt8]
    ) throws(GitError) -> [UInt8]? {
        guard ![base, ours, theirs].contains(where: { $0.contains(0) }) else { return nil }
        try Libgit2.start()
        var result = git_merge_file_result()
        let code = withInput(base) { base in
            withInput(ours) { ours in
                withInput(theirs) { theirs in
                    var (base, ours, theirs) = (base, ours, theirs)
                    return git_merge_file(&result, &base, &ours, &theirs, nil)
                }
            }
        }
        try check(code, "git_merge_file")
        defer { git_merge_file_result_free(&result) }
        guard result.automergeable == 1 else { return nil }
        return [UInt8](UnsafeRawBufferPointer(start: result.ptr, count: result.len))
    }

    private static func withInput<Result>(
        _ bytes: [UInt8], _ body: (git_merge_file_input) -> Result
    ) -> Result {
        // One byte more than is used, so that an empty file has an address too.
        (bytes + [0]).withUnsafeBufferPointer { buffer in
            var input = git_merge_file_input()
            input.version = UInt32(GIT_MERGE_FILE_INPUT_VERSION)
            input.ptr = UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
            input.size = bytes.count
            input.mode = UInt32(GIT_FILEMODE_BLOB.rawValue)
            return body(input)
        }
    }
}
