import GitModel
import JSONModel
import LiveData
import Sheets

extension Preparer {
    func attach(
        _ operation: WriteOperation, _ content: [UInt8], at path: String,
        in sheet: SheetSnapshot, _ draft: inout Draft
    ) throws(WriteRefusal) {
        let full = WorkingState.full(path, sheet)
        if let reason = FilePlace.refusal(of: full) { throw .problem("the path \(reason)") }
        guard content.count <= Limits.attachmentBytes else {
            throw .problem("the file is over \(Limits.attachmentBytes) bytes")
        }
        guard sheet.declaration.role(ofPath: full) == .file(path: path),
            !draft.state.isAnothers(full, than: sheet)
        else {
            throw .problem("the path is a record's: an attachment cannot be called so")
        }
        guard let owner = draft.state.owner(of: path, in: sheet) else {
            throw WriteRefusal(.noRecord(sheet: operation.sheet, path: Self.folder(of: path)))
        }
        guard draft.state.record(owner, in: sheet) != nil else {
            throw .problem("the record \(owner) cannot be read: put a whole one first")
        }
        let current = draft.state.attachment(path, in: sheet)
        try check(operation.condition, for: current)
        let file = try file(content)
        if file.blob != current?.blob { draft.state.edit(full, file, over: current) }
        draft.note(operation, path, isNew: current == nil, file.blob)
    }

    func detach(
        _ operation: WriteOperation, _ path: String, in sheet: SheetSnapshot,
        _ draft: inout Draft
    ) throws(WriteRefusal) {
        let current = draft.state.attachment(path, in: sheet)
        try check(operation.condition, for: current)
        guard current != nil, draft.state.owner(of: path, in: sheet) != nil else {
            throw WriteRefusal(.noAttachment(path: path))
        }
        draft.state.edit(WorkingState.full(path, sheet), nil, over: current)
        draft.note(operation, path, isNew: false, nil)
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// Writes `.gitsheets/<sheet>.toml`; whether the records fit it is seen when the state is
    /// built.
    func declare(
        _ operation: WriteOperation, _ table: JSON, in draft: inout Draft
    ) throws(WriteRefusal) {
        let name = operation.sheet
        let path = SheetDeclaration.path(ofSheet: name)
        if let reason = PathName.refusal(of: name, slashes: false) ?? FilePlace.refusal(of: path) {
            throw .problem("the sheet's name \(reason)")
        }
        let content = try Self.declaration(table)
        let parsed: SheetDeclaration
        do throws(SheetProblem) {
            parsed = try SheetDeclaration.parse(name: name, path: path, bytes: content)
        } catch {
            throw .problem(error.reason)
        }
        if let json = parsed.schema {
            do {
                _ = try RecordSchema(json: json)
            } catch {
                throw .problem("the schema cannot be used: \(error.message)", at: "/schema")
            }
        }
        let before = draft.state.sheet(name)
        let current = before.map { WorkingState.File(blob: $0.declarationBlob, content: nil) }
        try check(operation.condition, for: current)
        if let before, before.declaration == parsed {
            return draft.note(operation, "", isNew: false, before.declarationBlob)
        }
        let file = try file(content)
        draft.state.edit(path, file, over: current, isUnreadable: before == nil)
        draft.note(operation, "", isNew: before == nil, file.blob)
    }

    private static func declaration(_ table: JSON) throws(WriteRefusal) -> [UInt8] {
        do throws(RecordRefusal) {
            return try SheetDeclaration.bytes(declaring: table)
        } catch {
            throw WriteRefusal(error)
        }
    }
}
