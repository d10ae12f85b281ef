import TestSupport
import Testing

@Suite("livetree verify and schemas") struct VerifySchemaTests {
    @Test func recordsThatViolateTheirSchemaAreListed() async throws {
        let site = try await Site.make()
        func verify() async throws -> (code: Int32, output: String) {
            let run = try await ServerProcess.run(
                GitProgram.environment, arguments: ["verify", "--repo", site.origin.path],
                in: site.folder)
            return (run.code, run.error)
        }
        let head = "[gitsheet]\nroot = \"strict\"\npath = \"${{ slug }}\"\n"
        let schema = "[gitsheet.schema.properties.age]\ntype = \"integer\"\n"
        try await site.origin.commit([
            ".gitsheets/strict.toml": .text(head + schema),
            "strict/good.toml": "age = 3\nslug = \"good\"\n",
        ])
        #expect(try await verify().code == 0)
        try await site.origin.commit(["strict/bad.toml": "slug = \"bad\"\nage = \"old\"\n"])
        let bad = try await verify()
        #expect(bad.code == 1)
        #expect(bad.output.contains("strict/bad.toml:2: /age "), "\(bad.output)")
        let remote = "[gitsheet.schema]\n\"$ref\" = \"http://example.org/\"\n"
        try await site.origin.commit([".gitsheets/strict.toml": .text(head + remote)])
        let broken = try await verify()
        #expect(broken.code == 1)
        #expect(broken.output.contains(".gitsheets/strict.toml: its schema"), "\(broken.output)")
    }
}
