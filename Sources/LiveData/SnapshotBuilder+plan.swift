import GitAccess
import GitModel
import Sheets

extension SnapshotBuilder {
    /// Finds out what has to be read. Declarations that differ make their whole sheet be read.
    /// `known`: the differences from the base, where the caller has them.
    func plan(
        tree: TreeID?, over base: Snapshot?, changes known: [TreeChange]?
    ) async throws(SnapshotError) -> BuildPlan {
        guard let tree else { return BuildPlan() }
        guard let base, let baseTree = base.tree else {
            return try await fullPlan(tree)
        }
        var plan = BuildPlan()
        let changes: [TreeChange]
        if let known {
            changes = known
        } else {
            changes = try await git { () throws(GitError) in
                try await repository.changes(from: baseTree, to: tree)
            }
        }
        plan.brokenDeclarations = base.brokenDeclarations
        var redeclared: [(name: String, file: TreeFile)] = []
        var untouched = base.sheets
        for change in changes {
            guard let name = SheetDeclaration.sheetName(ofPath: change.path) else { continue }
            plan.brokenDeclarations[name] = nil
            untouched[name] = nil
            if let file = change.new { redeclared.append((name, file)) }
        }
        for (name, sheet) in untouched {
            var draft = SheetDraft(
                declaration: sheet.declaration, declarationBlob: sheet.declarationBlob,
                base: sheet)
            for change in changes { draft.apply(change) }
            if draft.isUntouched {
                plan.unchanged[name] = sheet
            } else {
                plan.drafts.append(draft)
            }
        }
        try await declare(redeclared, in: tree, plan: &plan)
        return plan
    }

    private func fullPlan(_ tree: TreeID) async throws(SnapshotError) -> BuildPlan {
        let files = try await git { () throws(GitError) in
            try await repository.files(in: tree, below: ".gitsheets")
        }
        var declared: [(name: String, file: TreeFile)] = []
        for file in files {
            guard let name = SheetDeclaration.sheetName(ofPath: file.path) else { continue }
            declared.append((name, file))
        }
        var plan = BuildPlan()
        try await declare(declared, in: tree, plan: &plan)
        return plan
    }

    /// Reads declarations and walks the root of each sheet; sheets with one root share the walk.
    private func declare(
        _ files: [(name: String, file: TreeFile)], in tree: TreeID, plan: inout BuildPlan
    ) async throws(SnapshotError) {
        var byRoot: [String: [SheetDraft]] = [:]
        for (name, file) in files.prefix(Limits.sheets + 1) {
            switch try await declaration(named: name, file: file) {
            case .success(let declaration):
                byRoot[declaration.root, default: []].append(
                    SheetDraft(declaration: declaration, declarationBlob: file.id, base: nil))
            case .failure(let problem):
                plan.brokenDeclarations[name] = problem
            }
        }
        for (root, sheets) in byRoot {
            let files = try await git { () throws(GitError) in
                try await repository.files(in: tree, below: root)
            }
            for var draft in sheets {
                for file in files { draft.add(file) }
                plan.drafts.append(draft)
            }
        }
    }

    private func declaration(
        named name: String, file: TreeFile
    ) async throws(SnapshotError) -> Result<SheetDeclaration, SheetProblem> {
        guard file.mode.isRegularFile else {
            return .failure(
                SheetProblem(
                    path: file.path, line: nil, reason: "is not a file; a declaration is one"))
        }
        let size = try await git { () throws(GitError) in try await repository.blobSize(file.id) }
        guard size <= Limits.declarationBytes else {
            return .failure(
                SheetProblem(
                    path: file.path, line: nil,
                    reason: "is larger than \(Limits.declarationBytes) bytes"))
        }
        let bytes = try await git { () throws(GitError) in try await repository.blob(file.id) }
        do {
            return .success(
                try SheetDeclaration.parse(name: name, path: file.path, bytes: bytes))
        } catch {
            return .failure(error)
        }
    }

    /// Runs one git operation; its error becomes this module's.
    func git<Value>(
        _ operation: () async throws(GitError) -> Value
    ) async throws(SnapshotError) -> Value {
        do {
            return try await operation()
        } catch {
            throw .git(error)
        }
    }
}
