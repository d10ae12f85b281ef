/// A libgit2 call that failed: what it answered, which function it was, and libgit2's own words.
///
/// Expected results (a stale reference, a missing object that may be missing) are values of the
/// methods; what is thrown is an operating failure.
package struct GitError: Error, Sendable, Equatable {
    package let code: Code
    package let category: Category
    /// The libgit2 function that failed.
    package let operation: String
    package let message: String

    package init(code: Code, category: Category, operation: String, message: String) {
        self.code = code
        self.category = category
        self.operation = operation
        self.message = message
    }

    /// The disk, the quota or the file system is full: nothing is wrong with the data.
    package var isStorageFull: Bool {
        let signs = ["No space left on device", "Disk quota exceeded", "File too large"]
        return signs.contains { message.contains($0) }
    }

    /// The file system or the folder does not let this process write.
    package var isReadOnly: Bool {
        let signs = ["Read-only file system", "Permission denied", "Operation not permitted"]
        return signs.contains { message.contains($0) }
    }

    /// An object, reference or path does not exist.
    package var isNotFound: Bool { code == .notFound }
}

extension GitError: CustomStringConvertible {
    package var description: String { "\(operation): \(message) (\(code.rawValue))" }
}
