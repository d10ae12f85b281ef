import GitModel
import Sheets

/// One sheet on its way into a snapshot: which files have to be read and what else differs.
struct SheetDraft: Sendable {
    let declaration: SheetDeclaration
    let declarationBlob: BlobID
    /// The sheet under the very same declaration that the edits apply to; nil: all files are in
    /// the draft.
    let base: SheetSnapshot?

    /// Record files to read.
    var reads: [RecordFile] = []
    /// Paths of records that are gone.
    var removals: [String] = []
    var attachments: [SortedEntries<Attachment>.Edit] = []
    /// By file path; nil takes a problem of the base away.
    var problems: [SortedEntries<SheetProblem>.Edit] = []
    /// What `reads` gave, in their order.
    var results: [RecordReading] = []

    /// Records that an earlier start had read.
    var storedCount: Int {
        results.count { if case .record(_, searchText: nil) = $0 { true } else { false } }
    }

    init(declaration: SheetDeclaration, declarationBlob: BlobID, base: SheetSnapshot?) {
        self.declaration = declaration
        self.declarationBlob = declarationBlob
        self.base = base
    }

    /// True when nothing of the sheet differs from its base.
    var isUntouched: Bool {
        base != nil && reads.isEmpty && removals.isEmpty && attachments.isEmpty && problems.isEmpty
    }

    /// Takes in one file of a walked tree.
    mutating func add(_ file: TreeFile) {
        switch declaration.role(ofPath: file.path) {
        case .outside: break
        case .record(let path): addRecord(file, at: path)
        case .file(let path): addFile(file, at: path)
        }
    }

    /// Takes in one difference between the base's tree and the new one.
    mutating func apply(_ change: TreeChange) {
        switch declaration.role(ofPath: change.path) {
        case .outside: break
        case .record(let path):
            if let old = change.old, let new = change.new, old.id == new.id,
                old.mode.isRegularFile, new.mode.isRegularFile
            {
                return
            }
            problems.append((change.path, nil))
            removals.append(path)
            if let new = change.new { addRecord(new, at: path) }
        case .file(let path):
            attachments.append((path, nil))
            if let new = change.new { addFile(new, at: path) }
        }
    }

    private mutating func addRecord(_ file: TreeFile, at path: String) {
        switch file.mode {
        case .file, .executable:
            reads.append(RecordFile(recordPath: path, file: file))
        case .symlink:
            refuse(file, "is a symbolic link where a record belongs")
        case .gitlink:
            refuse(file, "is a submodule where a record belongs")
        case .directory:
            refuse(file, "is a folder where a record belongs")
        }
    }

    private mutating func refuse(_ file: TreeFile, _ reason: String) {
        problems.append(
            (file.path, SheetProblem(path: file.path, line: nil, reason: reason)))
    }

    /// Files right at the root belong to no record; links are never served.
    private mutating func addFile(_ file: TreeFile, at path: String) {
        guard file.mode.isRegularFile, path.utf8.contains(UInt8(ascii: "/")) else { return }
        attachments.append((path, Attachment(path: path, blob: file.id)))
    }
}
