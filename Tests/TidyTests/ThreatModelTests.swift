import Foundation
import Testing

/// What docs/threat-model.md calls a proof is there.
@Suite struct ThreatModelTests {
    @Test func everyProofExists() throws {
        let text = try String(
            contentsOf: SourceTree.root.appending(path: "docs/threat-model.md"), encoding: .utf8)
        let tests = try SourceTree.files(in: ["Tests"])
        var count = 0
        for match in text.matches(of: /`([A-Z][A-Za-z]+Tests)(?:\.([a-zA-Z]+))?`/) {
            let suite = String(match.1)
            let files = tests.filter { $0.text.contains(" \(suite) {") }
            #expect(!files.isEmpty, "no suite \(suite)")
            if let name = match.2 {
                #expect(
                    files.contains { $0.text.contains("func \(name)(") },
                    "no test \(suite).\(name)")
            }
            count += 1
        }
        for match in text.matches(of: /`((?:Scenarios|scripts)\/[^`]+)`/) {
            let path = SourceTree.root.appending(path: String(match.1)).path
            #expect(FileManager.default.fileExists(atPath: path), "no \(match.1)")
            count += 1
        }
        #expect(count > 40)
    }
}
