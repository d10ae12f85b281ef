import CLibgit2

extension GitError {
    /// The error of the libgit2 call that just failed on this thread.
    ///
    /// libgit2 keeps the message per thread until the next one, and may have none at all: it is
    /// copied and cleared here, directly after the call.
    static func last(_ code: Int32, _ operation: String) -> GitError {
        let last = git_error_last()
        let message = last?.pointee.message.map { String(cString: $0) }
        let error = GitError(
            code: Code(rawValue: code), category: Category(rawValue: last?.pointee.klass ?? 0),
            operation: operation, message: message ?? "no further explanation")
        git_error_clear()
        return error
    }
}

/// Throws when a libgit2 call answered with a negative code; returns the code otherwise.
@discardableResult
func check(_ code: Int32, _ operation: String) throws(GitError) -> Int32 {
    guard code >= 0 else { throw GitError.last(code, operation) }
    return code
}

/// Like `check`, but false when what was asked for does not exist.
func found(_ code: Int32, _ operation: String) throws(GitError) -> Bool {
    if code == GIT_ENOTFOUND.rawValue {
        git_error_clear()
        return false
    }
    try check(code, operation)
    return true
}
