import Foundation
import Hooks
import TestSupport
import Testing

@Suite struct HookAdviceTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func advice(_ command: String, directory: String? = nil) throws -> [String] {
        let name = try #require(NamePattern("acme/site"))
        let rule = HookRule(
            name: name, branches: ["main"], command: [command],
            directory: directory ?? folder.path)
        let configuration = HookConfiguration(gitops: .init(rules: [rule]), deploy: nil)
        return configuration.advice(environment: ["PATH": "/usr/bin:/bin"])
    }

    @Test func aCommandThatCanRunNeedsNone() throws {
        #expect(try advice("git").isEmpty)
        #expect(try advice("/bin/sh").isEmpty)
    }

    @Test func aProgramOnNoPathIsNamed() throws {
        #expect(
            try advice("gitops-sync-of-nobody")
                == ["acme/site: gitops-sync-of-nobody is in no folder of PATH (/usr/bin:/bin)"])
    }

    @Test func aMissingProgramIsNamed() throws {
        let program = folder.child("sync.sh")
        #expect(try advice(program) == ["acme/site: there is no \(program)"])
    }

    @Test func aProgramThatCannotRunIsNamed() throws {
        let program = folder.child("sync.sh")
        try "#!/bin/sh\n".write(toFile: program, atomically: true, encoding: .utf8)
        #expect(try advice(program) == ["acme/site: \(program) cannot be run: chmod +x it"])
    }

    @Test func aMissingFolderIsNamed() throws {
        let away = folder.child("away")
        #expect(
            try advice("git", directory: away) == ["acme/site: there is no folder \(away)"])
    }
}
