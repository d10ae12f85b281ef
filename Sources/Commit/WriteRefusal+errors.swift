import GitAccess
import LiveData
import Sheets

extension WriteRefusal {
    /// The branch as somebody left it could not be built.
    init(branch error: SnapshotError) {
        switch error {
        case .unservable(_, let problems, _): self.init(.branchUnservable(problems))
        case .git(let error): self.init(error)
        case .search(let message, storageFull: true): self.init(.storageFull(message))
        case .search(let message, storageFull: false):
            self.init(.localDamaged("search index: \(message)"))
        case .stopping: self.init(.shuttingDown)
        }
    }

    /// What is wrong with this machine; nil where that is not the reason.
    var trouble: String? {
        switch reason {
        case .localDamaged(let message), .storageFull(let message), .readOnly(let message): message
        default: nil
        }
    }

    /// What was asked for would make a tree that cannot be served.
    init(making problems: [SheetProblem]) {
        self.init(
            .unprocessable(
                problems.map { problem in
                    let line = problem.line.map { ":\($0)" } ?? ""
                    return FieldProblem(
                        pointer: "", reason: "\(problem.path)\(line): \(problem.reason)")
                }))
    }
}
