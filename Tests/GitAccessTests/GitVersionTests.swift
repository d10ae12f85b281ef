import GitAccess
import TestSupport
import Testing

@Suite("The version of the git program")
struct GitVersionTests {
    @Test(
        "what git answers is read",
        arguments: [
            ("git version 2.39.5\n", GitVersion(2, 39, 5)),
            ("git version 2.39.5 (Apple Git-154)", GitVersion(2, 39, 5)),
            ("git version 2.45.0.rc1", GitVersion(2, 45)),
            ("git version 2.50-rc1", GitVersion(2, 50)),
            ("git version 3.0.0.windows.1", GitVersion(3, 0)),
        ])
    func answersAreRead(answer: String, version: GitVersion) {
        #expect(GitVersion(answer: answer) == version)
    }

    @Test(arguments: ["", "git", "git version", "git version x.y", "git version 2", "2.39.5"])
    func otherAnswersAreNone(answer: String) { #expect(GitVersion(answer: answer) == nil) }

    @Test func versionsAreOrdered() {
        #expect(GitVersion(2, 9, 9) < GitVersion(2, 31) && GitVersion(2, 31, 1) < GitVersion(3, 0))
    }

    @Test func thisMachinesGitIsUsable() async throws {
        let verdict = await World.transport().gitVersion()
        guard case .usable = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(verdict.refusal == nil)
    }

    /// A folder with a program called git, first on the PATH.
    private func verdict(_ script: String, executable: Bool = true) async throws
        -> GitProgramVerdict
    {
        let folder = try TemporaryFolder()
        try folder.write("#!/bin/sh\n\(script)\n", to: "git", executable: executable)
        let rest = executable ? ":\(GitProgram.environment["PATH"] ?? "")" : ""
        return await World.transport(["PATH": folder.path + rest]).gitVersion()
    }

    @Test("an older git is too old", arguments: ["1.8.3.1", "2.31.8"])
    func anOlderGitIsTooOld(version: String) async throws {
        let verdict = try await verdict("echo git version \(version)")
        guard case .tooOld = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(verdict.refusal?.contains("2.32.0 or newer is needed") == true)
    }

    @Test func theOldestIsUsable() async throws {
        #expect(try await verdict("echo git version 2.32.0") == .usable(.oldest))
    }

    @Test func aMissingGitAndOneThatIsNotExecutableAreNamed() async throws {
        let folder = try TemporaryFolder()
        let verdicts = [
            await World.transport(["PATH": folder.path]).gitVersion(),
            try await verdict("echo git version 2.39.5", executable: false),
        ]
        for verdict in verdicts {
            guard case .missing = verdict else {
                Issue.record("\(verdict)")
                continue
            }
            #expect(verdict.refusal?.contains("could not be started") == true)
        }
    }

    @Test("a git that says something else does not work", arguments: ["echo hello", "exit 3"])
    func nonsenseIsUnusable(script: String) async throws {
        guard case .unusable = try await verdict(script) else {
            Issue.record("nonsense was taken for a version")
            return
        }
    }
}
