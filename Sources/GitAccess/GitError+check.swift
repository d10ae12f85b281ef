import CLibgit2
import GitModel

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

extension GitError {
    /// The same error with the object it is about: libgit2 does not always say.
    func naming(_ id: ObjectID) -> GitError {
        guard !message.contains(id.hex) else { return self }
        return GitError(
            code: code, category: category, operation: operation,
            message: "object \(id.hex): \(message)")
    }
}

/// Throws when a libgit2 call answered with a negative code; returns the code otherwise.
@discardableResult
func check(_ code: Int32, _ operation: String) throws(GitError) -> Int32 {
    guard code >= 0 else { throw GitError.last(code, operation) }
    return code
}

/// Like `check`, but false when what was asked for does not exist.
///
/// libgit2 gives the same code when an object on the way is missing: then nothing can be said
/// about what was asked for, and that is an error.
func found(_ code: Int32, _ operation: String) throws(GitError) -> Bool {
    if code == GIT_ENOTFOUND.rawValue {
        let error = GitError.last(code, operation)
        guard error.category == .objectStore else { return false }
        throw error
    }
    try check(code, operation)
    return true
}
