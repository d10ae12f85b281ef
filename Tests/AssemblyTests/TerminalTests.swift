import Foundation
import TestSupport
import Testing

/// What a person sees who starts the program by hand.
@Suite("On a terminal", .timeLimit(.minutes(2))) struct TerminalTests {
    private static let hasTerminals = FileManager.default.isExecutableFile(
        atPath: "/usr/bin/script")

    /// Runs `livetree reconcile` on a terminal, and returns all that was written to it.
    @Test(.enabled(if: hasTerminals, "no script(1) is installed"))
    func aCloneTellsHowFarItIsInALineThatGoesAway() async throws {
        let site = try await Site.make()
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
        process.arguments = [
            "-qec", "'\(ServerProcess.executable.path)' reconcile", "/dev/null",
        ]
        process.environment = ServerProcess.environment(
            repository: site.clone, remote: site.origin.path, ["SHELL": "/bin/sh"])
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self)
        #expect(process.terminationStatus == 0, "\(text)")
        let told = try Regex("\r\u{1B}\\[Kcloning: [a-z: ]+objects, 100 %")
        #expect(text.contains(told), "\(text)")
        // Whatever follows takes its place, to the end of the line.
        for part in text.components(separatedBy: "objects, 100 %").dropFirst() {
            #expect(part.hasPrefix("\r\u{1B}[K"), "\(part)")
        }
    }

    @Test func nothingButWholeLinesGoesIntoAPipe() async throws {
        let (_, server) = try await Site.serving()
        let text = ServerProcess.text(of: try #require(server.log))
        #expect(text.contains("cloning"))
        #expect(!text.contains("\r") && !text.contains("\u{1B}"))
        #expect(
            ServerProcess.lines(of: server.log ?? "").count == text.split(separator: "\n").count)
    }
}
