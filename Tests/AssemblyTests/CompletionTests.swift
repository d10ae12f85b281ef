import Foundation
import TestSupport
import Testing

/// What a shell completes after `livetree`.
@Suite("Completions", .timeLimit(.minutes(2))) struct CompletionTests {
    struct Shell: CustomTestStringConvertible, Sendable {
        let name: String
        /// Reads the script and runs nothing.
        let check: [String]
        /// Completes `livetree st` after the script at `$0`.
        let attempt: String?
        var testDescription: String { name }

        var program: String? {
            ["/bin/\(name)", "/usr/bin/\(name)"]
                .first { FileManager.default.isExecutableFile(atPath: $0) }
        }
    }

    static let shells = [
        Shell(
            name: "bash", check: ["-n"],
            attempt: """
                . "$0"; COMP_WORDS=(livetree st); COMP_CWORD=1; COMP_LINE='livetree st'; \
                COMP_POINT=11; COMP_TYPE=9; _livetree livetree st livetree; echo "${COMPREPLY[@]}"
                """),
        Shell(name: "zsh", check: ["-n"], attempt: nil),
        Shell(name: "fish", check: ["--no-execute"], attempt: nil),
    ].filter { $0.program != nil }

    @Test(arguments: shells)
    func areAcceptedByTheirShell(shell: Shell) async throws {
        let folder = try TemporaryFolder()
        let made = try await ServerProcess.run(
            ["PATH": folder.path], arguments: ["--generate-completion-script", shell.name],
            in: folder)
        #expect(made.code == 0)
        for word in ["status", "reconcile", "verify", "demo"] {
            #expect(made.error.contains(word), "\(word)")
        }
        let script = try folder.write(made.error, to: "script")
        let program = try #require(shell.program)
        let check = try run(program, shell.check + [script], in: folder)
        #expect(check.code == 0, "\(check.output)")
        // A file that the shell does not accept is told from one that it does.
        let broken = try folder.write("if [ ; then (\n", to: "broken")
        #expect(try run(program, shell.check + [broken], in: folder).code != 0)
        if let attempt = shell.attempt {
            #expect(try run(program, ["-c", attempt, script], in: folder).output == "status\n")
        }
    }

    private func run(
        _ program: String, _ arguments: [String], in folder: TemporaryFolder
    ) throws -> (code: Int32, output: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = [
            "HOME": folder.path,
            "PATH": ServerProcess.executable.deletingLastPathComponent().path + ":/usr/bin:/bin",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}
