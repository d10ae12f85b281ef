import GitModel
import JSONModel
import LiveData
import Sheets

extension Preparer {
    func put(
        _ operation: WriteOperation, _ json: JSON, at wanted: String?, onlyNew: Bool,
        in sheet: SheetSnapshot, _ draft: inout Draft
    ) async throws(WriteRefusal) {
        try requireWritable(sheet)
        if let wanted { try requirePlace(wanted, in: sheet) }
        let path: String
        var known: TOMLTable?
        if let wanted {
            path = wanted
        } else {
            known = try record { () throws(RecordRefusal) in
                try sheet.declaration.fields(putting: json, over: nil, at: nil)
            }
            path = try record { [known] () throws(RecordRefusal) in
                try sheet.declaration.path(of: known ?? TOMLTable())
            }
            try requirePlace(path, in: sheet)
        }
        let current = draft.state.record(path, in: sheet)
        try check(operation.condition, for: current)
        let isTaken = draft.state.isTaken(path, in: sheet)
        if onlyNew, isTaken { throw WriteRefusal(.exists(path: path)) }
        let stored = try await stored(current, in: sheet)
        // With what is stored there, types may be kept that a first look could not know.
        let fields: TOMLTable
        if let known, stored == nil {
            fields = known
        } else {
            fields = try record { () throws(RecordRefusal) in
                try sheet.declaration.fields(putting: json, over: stored, at: path)
            }
        }
        try store(fields, over: stored, operation, at: path, isNew: !isTaken, in: sheet, &draft)
    }

    func patch(
        _ operation: WriteOperation, _ json: JSON, at path: String, in sheet: SheetSnapshot,
        _ draft: inout Draft
    ) async throws(WriteRefusal) {
        try requireWritable(sheet)
        let current = draft.state.record(path, in: sheet)
        try check(operation.condition, for: current)
        guard current != nil else {
            throw WriteRefusal(.noRecord(sheet: operation.sheet, path: path))
        }
        guard let stored = try await stored(current, in: sheet) else {
            throw .problem("the record that is there cannot be read: put a whole one")
        }
        let fields = try record { () throws(RecordRefusal) in
            try sheet.declaration.fields(patching: json, of: stored, at: path)
        }
        try store(fields, over: stored, operation, at: path, isNew: false, in: sheet, &draft)
    }

    func delete(
        _ operation: WriteOperation, _ path: String, in sheet: SheetSnapshot,
        _ draft: inout Draft
    ) throws(WriteRefusal) {
        try requireWritable(sheet)
        try check(operation.condition, for: draft.state.record(path, in: sheet))
        guard draft.state.isTaken(path, in: sheet) else {
            throw WriteRefusal(.noRecord(sheet: operation.sheet, path: path))
        }
        for name in draft.state.attachments(of: path, in: sheet) {
            draft.state.edit(
                WorkingState.full(name, sheet), nil,
                over: draft.state.attachment(name, in: sheet))
        }
        let current = draft.state.record(path, in: sheet)
        draft.state.edit(
            sheet.declaration.filePath(ofRecord: path), nil, over: current,
            isUnreadable: current == nil)
        draft.note(operation, path, isNew: false, nil)
    }

    private func store(
        _ fields: TOMLTable, over stored: TOMLTable?, _ operation: WriteOperation,
        at path: String, isNew: Bool, in sheet: SheetSnapshot, _ draft: inout Draft
    ) throws(WriteRefusal) {
        try validate(fields, in: sheet)
        let current = draft.state.record(path, in: sheet)
        // The same record keeps the bytes somebody gave it, canonical or not.
        if let current, fields == stored {
            return draft.note(operation, path, isNew: isNew, current.blob)
        }
        let content = try record { () throws(RecordRefusal) in
            try sheet.declaration.bytes(of: fields)
        }
        let name = sheet.declaration.filePath(ofRecord: path)
        // What could not be read back would stop the next reload.
        if let problem = Self.problem(reading: content, at: path, name, in: sheet) {
            throw .problem("the record could not be read back: \(problem.reason)")
        }
        let file = try file(content)
        draft.state.edit(name, file, over: current, isUnreadable: current == nil && !isNew)
        draft.note(operation, path, isNew: isNew, file.blob)
    }

    private static func problem(
        reading content: [UInt8], at path: String, _ file: String, in sheet: SheetSnapshot
    ) -> SheetProblem? {
        content.withUnsafeBytes { bytes -> SheetProblem? in
            do throws(SheetProblem) {
                _ = try sheet.declaration.read(recordPath: path, filePath: file, bytes: bytes)
                return nil
            } catch {
                return error
            }
        }
    }

    private func validate(_ fields: TOMLTable, in sheet: SheetSnapshot) throws(WriteRefusal) {
        let schema: RecordSchema?
        do {
            schema = try schemas.schema(of: sheet.declaration, at: sheet.declarationBlob)
        } catch {
            throw .problem("the sheet's schema cannot be used: \(error.message)")
        }
        guard let problems = schema?.problems(of: fields), !problems.isEmpty else { return }
        throw WriteRefusal(.unprocessable(problems))
    }

    private func requireWritable(_ sheet: SheetSnapshot) throws(WriteRefusal) {
        guard let reason = sheet.declaration.readOnlyReasons.first else { return }
        throw .problem("the sheet \(sheet.declaration.name) cannot be written to: \(reason)")
    }

    /// Whether a record's file may be at `path`.
    private func requirePlace(_ path: String, in sheet: SheetSnapshot) throws(WriteRefusal) {
        let file = sheet.declaration.filePath(ofRecord: path)
        if let reason = FilePlace.refusal(of: file) { throw .problem("the path \(reason)") }
        guard sheet.declaration.role(ofPath: file) == .record(path: path) else {
            throw .problem(
                "the sheet's path template \(sheet.declaration.template.source) gives no such path")
        }
    }

    private func record<Value>(
        _ body: () throws(RecordRefusal) -> Value
    ) throws(WriteRefusal) -> Value {
        do {
            return try body()
        } catch {
            throw WriteRefusal(error)
        }
    }
}
