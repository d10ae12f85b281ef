import CLibgit2
package import GitModel
import Processes

extension GitRepository {
    /// Moves `ref` from `expected` (nil: it must not exist) to `new`, as one atomic, fsynced step.
    ///
    /// The value is compared while the reference's lock file is held, so that it cannot change in
    /// between. A lock held by someone else is waited for a moment, then an error with the code
    /// `.locked` whose message names the file.
    package func move(
        _ ref: RefName, from expected: CommitID?, to new: CommitID, reason: String
    ) throws(GitError) -> RefMove {
        try requireCommit(new)
        return try swap(ref, from: expected) { (transaction) throws(GitError) in
            var target = new.object.git
            try withSignature { (signature) throws(GitError) in
                try check(
                    git_transaction_set_target(
                        transaction, ref.text, &target, signature, reason),
                    "git_transaction_set_target")
            }
        }
    }

    /// Deletes `ref` if it names `expected`.
    package func delete(_ ref: RefName, expecting expected: CommitID) throws(GitError) -> RefMove {
        try swap(ref, from: expected) { (transaction) throws(GitError) in
            try check(git_transaction_remove(transaction, ref.text), "git_transaction_remove")
        }
    }

    private func swap(
        _ ref: RefName, from expected: CommitID?,
        _ change: (OpaquePointer) throws(GitError) -> Void
    ) throws(GitError) -> RefMove {
        let repository = try repository
        let transaction = try Handle<Kinds.Transaction>("git_transaction_new") {
            git_transaction_new(&$0, repository.pointer)
        }
        try lock(ref, transaction.pointer)
        let current = try currentValue(of: ref)
        guard current == expected else { return .stale(current) }
        if current == nil { try requireRoom(for: ref) }
        try change(transaction.pointer)
        try check(git_transaction_commit(transaction.pointer), "git_transaction_commit")
        return .moved
    }

    private func lock(_ ref: RefName, _ transaction: OpaquePointer) throws(GitError) {
        let clock = ContinuousClock()
        let end = clock.now + Limits.referenceLockWait
        while true {
            let code = git_transaction_lock_ref(transaction, ref.text)
            guard code == GIT_ELOCKED.rawValue, clock.now < end else {
                try check(code, "git_transaction_lock_ref")
                return
            }
            Blocking.pause(.milliseconds(10))
        }
    }

    /// What `ref` names, read under its lock; a symbolic reference has no value to compare.
    private func currentValue(of ref: RefName) throws(GitError) -> CommitID? {
        let repository = try repository
        let handle = try Handle<Kinds.Reference>.ifFound("git_reference_lookup") {
            git_reference_lookup(&$0, repository.pointer, ref.text)
        }
        guard let handle else { return nil }
        guard let target = git_reference_target(handle.pointer) else {
            throw GitError(
                code: .invalid, category: .reference, operation: "git_reference_target",
                message: "\(ref.text) is a symbolic reference")
        }
        return CommitID(ObjectID(target.pointee))
    }

    /// `a` and `a/b` cannot both exist; libgit2's transactions do not look at packed ones.
    private func requireRoom(for ref: RefName) throws(GitError) {
        var taken = try refs(prefix: ref.text + "/").first?.name.text
        var parts = ref.text.split(separator: "/").dropLast()
        while taken == nil, parts.count > 1 {
            let parent = parts.joined(separator: "/")
            if let name = RefName(parent), try currentValue(of: name) != nil { taken = parent }
            parts = parts.dropLast()
        }
        guard let taken else { return }
        throw GitError(
            code: .exists, category: .reference, operation: "git_transaction_set_target",
            message: "\(ref.text) cannot be created beside \(taken)")
    }

    /// Reflog entries name the server, whatever git knows about the user.
    private func withSignature(
        _ body: (UnsafePointer<git_signature>) throws(GitError) -> Void
    ) throws(GitError) {
        var signature: UnsafeMutablePointer<git_signature>?
        try check(
            git_signature_now(&signature, "Livetree", "livetree@localhost"), "git_signature_now")
        defer { git_signature_free(signature) }
        if let signature { try body(signature) }
    }
}
