import Foundation
import JSONModel
import Testing

@testable import Sheets

/// Reads the files of Debian's package json-schema-test-suite.
enum SchemaSuite {
    private static let folder = URL(filePath: "/usr/share/json-schema-test-suite/tests")

    static let isInstalled = FileManager.default.fileExists(atPath: folder.path)
    static let remote = "nothing outside the schema is ever fetched"
    static let content = "optional, and an annotation only in later drafts"

    /// One schema with its documents.
    struct Group: CustomTestStringConvertible, Sendable {
        let name: String
        let schema: JSON
        let tests: [JSON]

        var testDescription: String { name }

        /// What went otherwise than the suite wants; empty when nothing did.
        func failures() -> [String] {
            let compiled: RecordSchema
            do throws(SchemaError) {
                compiled = try RecordSchema(json: String(decoding: schema.bytes, as: UTF8.self))
            } catch {
                return [error.message]
            }
            return tests.compactMap { test in
                guard let data = test["data"], case .bool(let isValid)? = test["valid"] else {
                    return "the suite cannot be read"
                }
                let problems = compiled.problems(ofJSON: data.bytes)
                guard problems.isEmpty != isValid else { return nil }
                return "\(test["description"]?.text ?? ""): \(problems)"
            }
        }
    }

    /// The groups of all files directly in a folder, by file name.
    static func groups(in name: String) throws -> [Group] {
        guard isInstalled else { return [] }
        let files = try FileManager.default.contentsOfDirectory(
            at: folder.appending(path: name), includingPropertiesForKeys: nil)
        return try files.filter { $0.pathExtension == "json" }
            .sorted { $0.path < $1.path }
            .flatMap { file in
                guard case .array(let groups) = try JSON.parse(Array(Data(contentsOf: file))) else {
                    return [Group]()
                }
                return groups.map { group in
                    var tests: [JSON] = []
                    if case .array(let items)? = group["tests"] { tests = items }
                    return Group(
                        name: file.lastPathComponent + "/" + (group["description"]?.text ?? ""),
                        schema: group["schema"] ?? nil, tests: tests)
                }
            }
    }
}
