import GitAccess
import GitModel
import Sheets

/// Merges one file that both sides changed: a record field by field, any other file by line.
struct FileResolver: Sendable {
    private let sheets: [SheetDeclaration]

    /// A file is a record when a sheet of the remote's tree says so, or one that only the local
    /// side declares. A declaration that cannot be read makes no records.
    init(
        _ repository: any GitStore, upstream: CommitID, local: CommitID
    ) async throws(GitError) {
        var sheets = try await Self.sheets(of: upstream, repository)
        for sheet in try await Self.sheets(of: local, repository)
        where !sheets.contains(where: { $0.name == sheet.name }) {
            sheets.append(sheet)
        }
        self.sheets = sheets
    }

    private static func sheets(
        of commit: CommitID, _ repository: any GitStore
    ) async throws(GitError) -> [SheetDeclaration] {
        let tree = try await repository.info(of: commit).tree
        var sheets: [SheetDeclaration] = []
        for file in try await repository.files(in: tree, below: ".gitsheets") {
            guard let name = SheetDeclaration.sheetName(ofPath: file.path),
                file.mode.isRegularFile,
                try await repository.blobSize(file.id) <= Limits.declarationBytes
            else { continue }
            let bytes = try await repository.blob(file.id)
            if let sheet = try? SheetDeclaration.parse(name: name, path: file.path, bytes: bytes) {
                sheets.append(sheet)
            }
        }
        return sheets
    }

    func resolve(_ file: ContestedFile) throws(GitError) -> Resolution {
        guard let ours = file.ours, let theirs = file.theirs else {
            return .conflict("was deleted on one side and changed on the other")
        }
        let versions = [file.base, ours, theirs].compactMap { $0 }
        if versions.contains(where: \.isTooLarge) {
            return .conflict("was changed on both sides and is too large to be merged")
        }
        if let sheet = sheet(of: file.path) {
            return try record(file.base, ours, theirs, sheet)
        }
        return try plainFile(file.base, ours, theirs)
    }

    private func sheet(of path: String) -> SheetDeclaration? {
        sheets.first {
            if case .record = $0.role(ofPath: path) { true } else { false }
        }
    }

    private func record(
        _ base: FileVersion?, _ ours: FileVersion, _ theirs: FileVersion, _ sheet: SheetDeclaration
    ) throws(GitError) -> Resolution {
        guard
            [base, ours, theirs].compactMap({ $0 }).allSatisfy({
                $0.bytes.count <= Limits.recordBytes
            })
        else {
            return .conflict("was changed on both sides and is too large for a record")
        }
        var lines: [UInt8]?
        if let base {
            lines = try LineMerge.merge(base: base.bytes, ours: ours.bytes, theirs: theirs.bytes)
        }
        // A replay merges into the remote's tree; for who reads the reason of a conflict the
        // local record is ours.
        let merged = RecordMerge.merge(
            base: base?.bytes, ours: theirs.bytes, theirs: ours.bytes, lineMerge: lines,
            format: sheet.format, sorts: sheet.sorts)
        switch merged {
        case .conflict(let reason): return .conflict(reason)
        case .merged(let bytes, let lostText):
            var notes: [String] = []
            if lostText { notes.append("comments or the order of keys were lost") }
            if ours.mode == .executable || theirs.mode == .executable {
                notes.append("a record is no executable file any more")
            }
            return .file(bytes, .file, note: notes.isEmpty ? nil : notes.joined(separator: "; "))
        }
    }

    private func plainFile(
        _ base: FileVersion?, _ ours: FileVersion, _ theirs: FileVersion
    ) throws(GitError) -> Resolution {
        let mode = base?.mode == ours.mode ? theirs.mode : ours.mode
        if ours.id == theirs.id { return .file(ours.bytes, mode) }
        if let base, base.id == ours.id { return .file(theirs.bytes, mode) }
        if let base, base.id == theirs.id { return .file(ours.bytes, mode) }
        guard let base else { return .conflict("was added on both sides with different content") }
        let merged = try LineMerge.merge(
            base: base.bytes, ours: ours.bytes, theirs: theirs.bytes)
        guard let merged else { return .conflict("was changed on both sides in the same lines") }
        return .file(merged, mode)
    }
}
