import Foundation
import TestSupport
import Testing

@Suite("The program's ends", .timeLimit(.minutes(2))) struct ProgramTests {
    @Test(
        arguments: [
            ("CFP_DATA_REPO_PATH", nil), ("CFP_DATA_BRANCH", "a..b"), ("CFP_DATA_BAD_RECORDS", "x"),
            ("CFP_DATA_POLL_INTERVAL", "often"), ("CFP_DATA_RELOAD_SECRET_FILE", "/nonexistent"),
        ] as [(String, String?)])
    func badConfigurationStopsTheStart(variable: String, value: String?) async throws {
        let folder = try TemporaryFolder()
        let environment = ServerProcess.environment(
            repository: folder.child("clone.git"), remote: folder.child("origin.git"),
            [variable: value, "CFP_DATA_RELOAD_SECRET": nil])
        let end = try await ServerProcess.run(environment, in: folder)
        #expect(end.code == 78)
        #expect(end.error.contains(variable))
        #expect(end.error.split(separator: "\n").count == 1)
        #expect(!folder.listing().contains("clone.git"))
    }

    @Test(arguments: [["serve", "--port", "70000"], ["serve", "--nope"], ["brew"]])
    func wrongUsageIsSixtyFour(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let end = try await ServerProcess.run(
            GitProgram.environment, arguments: arguments, in: folder)
        #expect(end.code == 64)
        #expect(!end.error.isEmpty)
    }

    @Test func aPortInUseIsAnInputOutputError() async throws {
        let (site, first) = try await Site.serving()
        let environment = ServerProcess.environment(
            repository: site.folder.child("other.git"), remote: site.origin.path)
        let second = try await ServerProcess.run(
            environment, arguments: ["serve", "--port", "\(first.port)"], in: site.folder)
        #expect(second.code == 74)
        #expect(second.error.contains("\(first.port)"))
    }

    /// In a bare repository, and in the work tree a data repository's own CI has.
    @Test(arguments: [true, false])
    func verifyReportsEveryBadRecord(isBare: Bool) async throws {
        let site = try await Site.make()
        func verify() async throws -> (code: Int32, output: String) {
            var path = site.origin.path
            if !isBare {
                path = site.folder.child("checkout-\(UUID().uuidString)")
                _ = try await GitProgram.run(["clone", "--quiet", site.origin.path, path])
            }
            let run = try await ServerProcess.run(
                GitProgram.environment, arguments: ["verify", "--repo", path], in: site.folder)
            return (run.code, run.error)
        }
        #expect(try await verify().code == 0)
        try await site.origin.commit(["people/bad.toml": "slug = \"bad\"\nslug = 1\n"])
        let bad = try await verify()
        #expect(bad.code == 1)
        #expect(bad.output.contains("people/bad.toml:2: "), "\(bad.output)")
    }
}
