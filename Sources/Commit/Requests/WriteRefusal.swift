import GitAccess
package import GitModel
package import Sheets

/// A write that changed nothing, and why.
package struct WriteRefusal: Error, Sendable {
    /// Why nothing was written.
    package enum Reason: Sendable {
        case noSheet(String)
        case noRecord(sheet: String, path: String)
        case noAttachment(path: String)
        /// The record or its place does not fit: pointers into what was sent.
        case unprocessable([FieldProblem])
        /// A new record was wanted where one is.
        case exists(path: String)
        /// `If-Match` or `If-None-Match` does not hold; the tag of what is there.
        case preconditionFailed(current: BlobID?)
        /// Nothing is served yet.
        case notReady
        /// Too many writes wait already.
        case tooManyWaiting
        case shuttingDown
        case storageFull(String)
        /// The folder or its disk takes no writes.
        case readOnly(String)
        case localDamaged(String)
        /// The branch as somebody left it cannot be served: nothing is built on it.
        case branchUnservable([SheetProblem])
        /// Sync mode: the remote has commits that are not here.
        case nonFastForward(String)
        /// Sync mode: the branch is gone from the remote, and a write does not make it anew.
        case remoteBranchMissing(String)
        /// Sync mode: the remote could not be reached or declined.
        case pushFailed(String)
        /// Sync mode: nobody knows whether the remote has this commit.
        case outcomeUnknown(CommitID, String)
    }

    package let reason: Reason

    package init(_ reason: Reason) { self.reason = reason }

    init(_ error: GitError) {
        if error.isStorageFull {
            self.init(.storageFull(error.message))
        } else if error.isReadOnly {
            self.init(.readOnly(error.message))
        } else {
            self.init(.localDamaged("\(error.operation): \(error.message)"))
        }
    }

    /// The same refusal with every pointer below `prefix`: which operation of several it was.
    func below(_ prefix: String) -> WriteRefusal {
        guard case .unprocessable(let problems) = reason else { return self }
        return WriteRefusal(
            .unprocessable(
                problems.map { FieldProblem(pointer: prefix + $0.pointer, reason: $0.reason) }))
    }
}
