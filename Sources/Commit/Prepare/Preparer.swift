import GitAccess
import GitModel
import LiveData
import Sheets

/// Works out what a request changes: validates it against the declarations and the state so far,
/// and renders the files. Writes nothing.
struct Preparer: Sendable {
    let repository: GitRepository
    let schemas: SchemaCache

    /// One request in the making.
    struct Draft {
        /// Before the request.
        let before: WorkingState
        /// With the operations so far.
        var state: WorkingState
        var operations: [WriteReport.Operation] = []

        mutating func note(
            _ operation: WriteOperation, _ path: String, isNew: Bool, _ blob: BlobID?
        ) {
            operations.append(
                WriteReport.Operation(
                    action: operation.action, sheet: operation.sheet, path: path, isNew: isNew,
                    blob: blob))
        }
    }

    /// Prepares a request on top of `state`, which then includes it; on a refusal it is as before.
    func prepare(
        _ request: WriteRequest, on state: inout WorkingState
    ) async throws(WriteRefusal) -> PreparedWrite {
        var draft = Draft(before: state, state: state)
        for (index, operation) in request.operations.enumerated() {
            do throws(WriteRefusal) {
                try await apply(operation, to: &draft)
            } catch {
                throw request.isTransaction ? error.below("/operations/\(index)") : error
            }
        }
        state = draft.state
        return PreparedWrite(
            message: CommitMessage.text(request.message, operations: draft.operations),
            author: request.author, edits: draft.state.edits(since: draft.before),
            operations: draft.operations)
    }

    private func apply(
        _ operation: WriteOperation, to draft: inout Draft
    ) async throws(WriteRefusal) {
        if case .declare(let table) = operation.change {
            return try declare(operation, table, in: &draft)
        }
        guard let sheet = draft.state.sheet(operation.sheet) else {
            throw WriteRefusal(.noSheet(operation.sheet))
        }
        switch operation.change {
        case .put(let path, let json, let onlyNew):
            try await put(operation, json, at: path, onlyNew: onlyNew, in: sheet, &draft)
        case .patch(let path, let json):
            try await patch(operation, json, at: path, in: sheet, &draft)
        case .delete(let path): try delete(operation, path, in: sheet, &draft)
        case .attach(let path, let content):
            try attach(operation, content, at: path, in: sheet, &draft)
        case .detach(let path): try detach(operation, path, in: sheet, &draft)
        case .declare: preconditionFailure("a declaration needs no sheet")
        }
    }

    /// The fields of a stored file; nil when nothing is there, or nothing that can be read.
    func stored(
        _ file: WorkingState.File?, in sheet: SheetSnapshot
    ) async throws(WriteRefusal) -> TOMLTable? {
        guard let file else { return nil }
        let content: [UInt8]
        do {
            content =
                if let known = file.content { known } else {
                    try await repository.blob(file.blob)
                }
        } catch {
            throw WriteRefusal(error)
        }
        return try? sheet.declaration.fields(of: content)
    }

    /// Throws unless the condition holds for what is there now.
    func check(
        _ condition: WriteCondition, for file: WorkingState.File?
    ) throws(WriteRefusal) {
        guard condition.holds(for: file?.blob.hex) else {
            throw WriteRefusal(.preconditionFailed(current: file?.blob))
        }
    }

    /// The content with the name it will have.
    func file(_ content: [UInt8]) throws(WriteRefusal) -> WorkingState.File {
        do {
            return WorkingState.File(
                blob: try CommitWriter.blobID(of: content), content: content)
        } catch {
            throw WriteRefusal(error)
        }
    }
}

extension WriteRefusal {
    /// One thing that is wrong with what was sent.
    static func problem(_ reason: String, at pointer: String = "") -> WriteRefusal {
        WriteRefusal(.unprocessable([FieldProblem(pointer: pointer, reason: reason)]))
    }

    init(_ refusal: RecordRefusal) { self.init(.unprocessable(refusal.problems)) }
}
