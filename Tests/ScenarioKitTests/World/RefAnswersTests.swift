import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("What git said of refs") struct RefAnswersTests {
    private static let question = ["for-each-ref", "--format=%(refname) %(objectname)"]

    @Test func isKeptUntilARefChangesInAnyWay() async throws {
        let repository = try await TestRepository.create(in: TemporaryFolder())
        try await repository.commit(["a": .bytes([1])])
        let first = try await repository.git("rev-parse", "main")
        try await repository.commit(["a": .bytes([2])])
        let second = try await repository.git("rev-parse", "main")
        let git = ScenarioKit.GitProgram(
            path: "/usr/bin/git", environment: ["PATH": "/usr/bin:/bin"])
        let answers = RefAnswers(git: git)
        let moves = [
            ["update-ref", "refs/heads/main", first], ["update-ref", "refs/heads/main", second],
            ["update-ref", "refs/heads/a/b/c", first], ["pack-refs", "--all"],
            ["update-ref", "-d", "refs/heads/a/b/c"], ["tag", "v1", first],
        ]
        for move in moves {
            #expect(try await git.run(move, in: repository.path).status == 0)
            let asked = try await answers.ask(Self.question, in: repository.path)
            let truth = try await git.run(Self.question, in: repository.path)
            #expect(asked.output == truth.output, "after \(move)")
            let again = try await answers.ask(Self.question, in: repository.path)
            #expect(again.output == truth.output, "after \(move)")
        }
    }

    @Test func isNotAskedForAgainWhileNothingMoves() async throws {
        let repository = try await TestRepository.create(in: TemporaryFolder())
        try await repository.commit(["a": .bytes([1])])
        let folder = try TemporaryFolder()
        let counter = folder.child("git")
        try "#!/bin/sh\necho >>'\(folder.path)/count'\nexec /usr/bin/git \"$@\"\n".write(
            toFile: counter, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: counter)
        let answers = RefAnswers(
            git: ScenarioKit.GitProgram(
                path: counter, environment: ["PATH": "/usr/bin:/bin"]))
        for _ in 0..<3 { _ = try await answers.ask(Self.question, in: repository.path) }
        answers.forget()
        _ = try await answers.ask(Self.question, in: repository.path)
        let count = try String(contentsOfFile: folder.child("count"), encoding: .utf8)
        #expect(count == "\n\n")
    }
}
