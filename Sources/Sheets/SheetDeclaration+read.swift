extension SheetDeclaration {
    /// Reads one record.
    ///
    /// `recordPath` is as `role` gave it, `filePath` names the file in problems, `bytes` are used
    /// during the call only.
    package func read(
        recordPath: String, filePath: String, bytes: UnsafeRawBufferPointer
    ) throws(SheetProblem) -> SheetRecord {
        if filePath.unicodeScalars.contains("\u{FFFD}") {
            throw SheetProblem(path: filePath, line: nil, reason: "the path is not valid UTF-8")
        }
        do throws(TOMLError) {
            return try record(at: recordPath, bytes: bytes)
        } catch {
            throw SheetProblem(path: filePath, line: error.line, reason: error.message)
        }
    }

    private func record(
        at path: String, bytes: UnsafeRawBufferPointer
    ) throws(TOMLError) -> SheetRecord {
        try TOMLReader.check(bytes)
        guard let body = format.bodyField else {
            let tape = try TOMLTape(parsing: bytes)
            return try record(on: tape, at: path, extra: nil, sizeHint: bytes.count)
        }
        let parts = FrontMatter(splitting: bytes)
        do throws(TOMLError) {
            let tape = try TOMLTape(parsing: parts.header)
            return try record(
                on: tape, at: path,
                extra: RecordWriter.Extra(key: Array(body.utf8), text: parts.body),
                sizeHint: bytes.count)
        } catch {
            throw TOMLError(
                line: error.line.map { $0 + parts.linesBefore }, column: error.column,
                message: error.message)
        }
    }

    private func record(
        on tape: borrowing TOMLTape, at path: String, extra: RecordWriter.Extra?, sizeHint: Int
    ) throws(TOMLError) -> SheetRecord {
        try tape.read { cursor throws(TOMLError) in
            if let found = template.contradiction(of: cursor, path: path) {
                throw TOMLError(line: found.line, column: nil, message: found.reason)
            }
            return RecordWriter.write(cursor, extra: extra, sizeHint: sizeHint)
        }
    }
}
