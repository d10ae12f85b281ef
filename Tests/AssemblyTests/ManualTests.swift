import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import Assembly

/// The program's help against `docs/man/livetree.1`, and what it says of its own version.
@Suite("The manual", .timeLimit(.minutes(2))) struct ManualTests {
    static let manual = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/man/livetree.1")

    /// The page as a reader sees it: without the marks of its language.
    static func page() throws -> String {
        try String(contentsOf: manual, encoding: .utf8)
            .replacing("\\-", with: "-").replacing("\\fB", with: "").replacing("\\fR", with: "")
            .replacing("\\fI", with: "")
    }

    /// Every command with its path of names, the program itself first.
    static func commands(
        below command: any ParsableCommand.Type = LivetreeCommand.self, path: [String] = []
    ) -> [(path: [String], command: any ParsableCommand.Type)] {
        let own = path + [command.configuration.commandName ?? ""]
        return [(own, command)]
            + command.configuration.subcommands.flatMap { commands(below: $0, path: own) }
    }

    /// The words `--…` of a text.
    static func options(of text: String) -> Set<String> {
        Set(text.matches(of: #/--[a-z][a-z-]*/#).map { String($0.output) })
    }

    /// The part of the page that is about one command: from its `.SS` to the next heading.
    static func section(_ command: [String], of page: String) -> Substring? {
        let heading = ".SS \(command.dropFirst().joined(separator: " "))"
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        guard
            let start = lines.firstIndex(where: { line in
                line == heading || line.hasPrefix(heading + " [") || line.hasPrefix(heading + " <")
            })
        else { return nil }
        let end = lines[(start + 1)...].firstIndex { $0.hasPrefix(".S") } ?? lines.endIndex
        return page[lines[start].startIndex..<lines[end - 1].endIndex]
    }

    @Test func everyCommandIsDescribedWithItsOptionsAndNoOthers() throws {
        let page = try Self.page()
        for (path, command) in Self.commands().dropFirst() {
            let name = path.joined(separator: " ")
            let section = try #require(Self.section(path, of: page), "\(name) is not in the manual")
            var options = Self.options(of: LivetreeCommand.helpMessage(for: command, columns: 400))
            options.subtract(["--version", "--help"])
            #expect(Self.options(of: String(section)) == options, "\(name)")
        }
    }

    @Test func everyVariableIsDescribed() throws {
        let page = try Self.page()
        for variable in Configuration.variables {
            #expect(page.contains(".B \(variable)\n"), "\(variable) is not in the manual")
        }
    }

    @Test func everyExitCodeIsDescribed() throws {
        let page = try Self.page()
        let codes: [Assembly.ExitCode] = [
            .good, .checkFailed, .usage, .badData, .remoteUnavailable, .internalError, .inputOutput,
            .tryAgainLater, .badConfiguration,
        ]
        for code in codes {
            #expect(page.contains(".B \(code.rawValue)\n"), "\(code) is not in the manual")
        }
    }

    @Test func theManualHasTheVersion() throws {
        #expect(try Self.page().contains("\"livetree \(BuildVersion.number)\""))
    }

    @Test func theVersionNamesTheCommitOrSaysThatItIsUnknown() {
        #expect(BuildVersion.text(commit: "") == "0.1.0 (commit unknown)")
        #expect(BuildVersion.text(commit: "0a1b2c3d") == "0.1.0 (0a1b2c3d)")
    }

    @Test(arguments: [
        (["serve", "--help"], "livetree serve"), (["help", "reconcile"], "livetree reconcile"),
        (["jobs", "run", "--help"], "livetree jobs run"), ([], "livetree <subcommand>"),
        (["--help"], "livetree <subcommand>"),
    ])
    func helpIsAboutTheCommandAskedFor(arguments: [String], usage: String) async throws {
        let folder = try TemporaryFolder()
        let end = try await ServerProcess.run(
            GitProgram.environment, arguments: arguments, in: folder)
        #expect(end.code == 0)
        #expect(end.error.contains("USAGE: \(usage)"), "\(end.error)")
    }
}
