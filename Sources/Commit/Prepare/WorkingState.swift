import GitAccess
import GitModel
import LiveData
import Sheets

/// What the branch will hold after the writes prepared so far: a snapshot and what differs.
struct WorkingState: Sendable {
    /// A file as it will be.
    struct File: Sendable {
        let blob: BlobID
        /// Nil: as it is in the store.
        let content: [UInt8]?
    }

    /// What a path will hold.
    private struct Edit {
        /// Nil: the file goes.
        var file: File?
        /// What the base has there; nil: something that cannot be read.
        let original: BlobID??
    }

    let base: Snapshot
    /// By full path, byte by byte, as git compares them.
    private var edits: [ExactText: Edit] = [:]
    /// In the order of the first edit.
    private(set) var editedPaths: [String] = []

    init(_ base: Snapshot) { self.base = base }

    /// The sheet's declaration as it is in the base.
    func sheet(_ name: String) -> SheetSnapshot? { base.sheets[name] }

    /// The file of the record at `path`, readable or not.
    func record(_ path: String, in sheet: SheetSnapshot) -> File? {
        let file = sheet.declaration.filePath(ofRecord: path)
        if let edit = edits[ExactText(file)] { return edit.file }
        return sheet.records[path].map { File(blob: $0.blob, content: nil) }
    }

    /// Whether a file is in the record's place, be it one that cannot be read.
    func isTaken(_ path: String, in sheet: SheetSnapshot) -> Bool {
        if record(path, in: sheet) != nil { return true }
        let file = sheet.declaration.filePath(ofRecord: path)
        return edits[ExactText(file)] == nil && sheet.problems[file] != nil
    }

    /// The file beside a record; `path` is below the sheet's root.
    func attachment(_ path: String, in sheet: SheetSnapshot) -> File? {
        if let edit = edits[ExactText(Self.full(path, sheet))] { return edit.file }
        return sheet.attachments[path].map { File(blob: $0.blob, content: nil) }
    }

    /// The files in the folder of the record, below the sheet's root, without those that belong to a
    /// record further down.
    func attachments(of record: String, in sheet: SheetSnapshot) -> [String] {
        var below: [String] = []
        var index = sheet.attachments.firstIndex(notBefore: record + "/")
        while index != sheet.attachments.endIndex {
            let path = sheet.attachments[index].key
            guard path.utf8.starts(with: (record + "/").utf8) else { break }
            below.append(path)
            index = sheet.attachments.index(after: index)
        }
        let prefix = Self.full(record, sheet) + "/"
        for path in editedPaths where path.utf8.starts(with: prefix.utf8) {
            if case .file(let name) = sheet.declaration.role(ofPath: path),
                !below.contains(where: { $0.utf8.elementsEqual(name.utf8) })
            {
                below.append(name)
            }
        }
        return below.filter { path in
            attachment(path, in: sheet) != nil && owner(of: path, in: sheet) == record
                && !isAnothers(Self.full(path, sheet), than: sheet)
        }
    }

    /// Whether a file belongs to another sheet: it is in a record's place there, or below a root
    /// inside this sheet's.
    func isAnothers(_ full: String, than sheet: SheetSnapshot) -> Bool {
        base.sheets.values.contains { other in
            guard other.declaration.name != sheet.declaration.name else { return false }
            let isInside = other.declaration.root.utf8.count > sheet.declaration.root.utf8.count
            return switch other.declaration.role(ofPath: full) {
            case .record: true
            case .file: isInside
            case .outside: false
            }
        }
    }

    /// The record in whose folder a file lies: the longest one that exists.
    func owner(of path: String, in sheet: SheetSnapshot) -> String? {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        while !parts.isEmpty {
            let record = parts.joined(separator: "/")
            if isTaken(record, in: sheet) { return record }
            parts = parts.dropLast()
        }
        return nil
    }

    /// Sets (nil: removes) the file at a full path, where `current` is now. `isUnreadable`: there
    /// is something that is no such file.
    mutating func edit(
        _ path: String, _ file: File?, over current: File?, isUnreadable: Bool = false
    ) {
        let place = ExactText(path)
        if edits[place] != nil {
            edits[place]?.file = file
        } else {
            edits[place] = Edit(
                file: file, original: isUnreadable ? nil : .some(current?.blob))
            editedPaths.append(path)
        }
    }

    /// The full path of what lies below a sheet's root.
    static func full(_ path: String, _ sheet: SheetSnapshot) -> String {
        sheet.declaration.root.isEmpty ? path : "\(sheet.declaration.root)/\(path)"
    }
}

extension WorkingState {
    /// The files that differ from an earlier state of the same base.
    func edits(since before: WorkingState) -> [FileEdit] {
        editedPaths.compactMap { path in
            guard let edit = edits[ExactText(path)] else { return nil }
            let now = edit.file
            let then: BlobID?? =
                before.edits[ExactText(path)].map { .some($0.file?.blob) } ?? edit.original
            if let then, then == now?.blob { return nil }
            return FileEdit(path: path, content: now?.content, blob: now?.blob)
        }
    }

    /// Everything that differs from the base, for building over it.
    var known: KnownEdits {
        var contents: [BlobID: [UInt8]] = [:]
        let changes = editedPaths.map { path in
            let file = edits[ExactText(path)]?.file
            if let file, let content = file.content { contents[file.blob] = content }
            let new = file.map { TreeFile(path: path, mode: .file, id: $0.blob) }
            return TreeChange(path: path, old: nil, new: new)
        }
        return KnownEdits(changes: changes, contents: contents)
    }
}
