import GitAccess
import LiveData
import Sheets

/// Holds every record of a snapshot against the schema of its sheet.
///
/// Such records are served; only writes of them are refused.
struct SchemaVerification: Sendable {
    let blobs: BlobReader

    /// Records whose problems are told one by one; beyond that only their number is.
    private static let listedRecords = 1_000

    struct Findings {
        /// Ordered by sheet and path.
        var problems: [SheetProblem] = []
        /// Number of problems, listed or not.
        var count = 0
    }

    /// Returns what is wrong, schemas that cannot be enforced included.
    func findings(in snapshot: Snapshot) async throws(GitError) -> Findings {
        var findings = Findings()
        for name in snapshot.sheets.keys.sorted() {
            guard let sheet = snapshot.sheets[name], let text = sheet.declaration.schema else {
                continue
            }
            let schema: RecordSchema
            do throws(SchemaError) {
                schema = try RecordSchema(json: text)
            } catch {
                findings.count += 1
                findings.problems.append(
                    SheetProblem(
                        path: SheetDeclaration.path(ofSheet: name), line: nil,
                        reason: "its schema cannot be used: \(error.message)"))
                continue
            }
            try await add(problemsOf: sheet, schema: schema, to: &findings)
        }
        return findings
    }

    /// Reads the files of the records to be listed again, for the lines.
    private func add(
        problemsOf sheet: SheetSnapshot, schema: RecordSchema, to findings: inout Findings
    ) async throws(GitError) {
        var listed: [Record] = []
        for (_, record) in sheet.records {
            let count = schema.problems(ofJSON: record.json).count
            findings.count += count
            if count > 0, listed.count < Self.listedRecords { listed.append(record) }
        }
        let declaration = sheet.declaration
        let problems = try await blobs.map(
            listed, blob: { $0.blob },
            transform: { record, bytes in
                declaration.violations(
                    of: schema, recordPath: record.path, json: record.json, bytes: bytes)
            })
        findings.problems += problems.joined()
    }
}
