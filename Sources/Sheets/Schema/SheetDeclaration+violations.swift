extension SheetDeclaration {
    /// Returns what its sheet's schema finds wrong with a stored record, as problems of its file.
    ///
    /// `json` is the record as it is served, `bytes` its file, used during the call only. A line is
    /// that of the field, or of the nearest table around one that is missing.
    package func violations(
        of schema: RecordSchema, recordPath: String, json: [UInt8], bytes: UnsafeRawBufferPointer
    ) -> [SheetProblem] {
        schema.problems(ofJSON: json).map { problem in
            let place = problem.pointer.isEmpty ? "" : "\(problem.pointer) "
            return SheetProblem(
                path: filePath(ofRecord: recordPath), line: line(of: problem.pointer, in: bytes),
                reason: "\(place)\(problem.reason) (the sheet's schema)")
        }
    }

    /// The line of the deepest part of a JSON pointer that the file has a line for.
    private func line(of pointer: String, in bytes: UnsafeRawBufferPointer) -> Int? {
        var header = bytes
        var linesBefore = 0
        if format.bodyField != nil {
            let parts = FrontMatter(splitting: bytes)
            header = parts.header
            linesBefore = parts.linesBefore
        }
        guard let tape = try? TOMLTape(parsing: header) else { return nil }
        let keys = FieldPointer.keyBytes(of: pointer)
        let line = tape.read { cursor in
            (0...keys.count).reversed().lazy
                .compactMap { cursor.find(Array(keys.prefix($0)))?.line }
                .first { $0 > 0 }
        }
        return line.map { $0 + linesBefore }
    }
}
