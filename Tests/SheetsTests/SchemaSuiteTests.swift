import Foundation
import JSONModel
import Testing

@testable import Sheets

/// The official tests of JSON Schema, from Debian's package json-schema-test-suite.
@Suite("JSON Schema test suite, draft 7", .enabled(if: SchemaSuite.isInstalled))
struct SchemaSuiteTests {
    /// Groups that are not passed, with the reason. One that passes all the same fails the test.
    static let left: [String: String] = [
        "definitions.json/valid definition": SchemaSuite.remote,
        "definitions.json/invalid definition": SchemaSuite.remote,
        "ref.json/remote ref, containing refs itself": SchemaSuite.remote,
        "refRemote.json/remote ref": SchemaSuite.remote,
        "refRemote.json/fragment within remote ref": SchemaSuite.remote,
        "refRemote.json/ref within remote ref": SchemaSuite.remote,
        "refRemote.json/base URI change": SchemaSuite.remote,
        "refRemote.json/base URI change - change folder": SchemaSuite.remote,
        "refRemote.json/base URI change - change folder in subschema": SchemaSuite.remote,
        "refRemote.json/root ref in remote ref": SchemaSuite.remote,
        "content.json/validation of string-encoded content based on media type":
            SchemaSuite.content,
        "content.json/validation of binary string-encoding": SchemaSuite.content,
        "content.json/validation of binary-encoded media type documents": SchemaSuite.content,
        "ecmascript-regex.json/ECMA 262 regex non-compliance":
            "PCRE2 knows the anchor \\Z, which ECMA 262 does not",
        "idn-hostname.json/validation of internationalized host names":
            "which letters a name may hold is in tables that only a library of IDNA has",
    ]

    @Test(arguments: try SchemaSuite.groups(in: "draft7"))
    func passes(group: SchemaSuite.Group) throws {
        let failures = group.failures()
        if let reason = Self.left[group.name] {
            #expect(!failures.isEmpty, "\(group.name) passes, although: \(reason)")
        } else {
            #expect(failures.isEmpty, "\(group.name): \(failures.joined(separator: "; "))")
        }
    }

    @Test(
        arguments: try SchemaSuite.groups(in: "draft7/optional")
            + SchemaSuite.groups(in: "draft7/optional/format"))
    func passesOptional(group: SchemaSuite.Group) throws {
        try passes(group: group)
    }

    @Test func everyGroupLeftOutIsThere() throws {
        let folders = ["draft7", "draft7/optional", "draft7/optional/format"]
        let names = try folders.flatMap(SchemaSuite.groups).map(\.name)
        #expect(Set(Self.left.keys).subtracting(names).isEmpty)
        #expect(names.count > 100)
    }
}
