import Foundation
import ScenarioKit
import Testing

/// `shell: true` stops a scenario for a person; here the person is a script.
@Suite("A shell in the world", .serialized)
struct ShellTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("livetree-shell-\(UUID().uuidString)").path

    /// Plays a scenario with a shell between start and end, with this in the environment.
    private func play(
        _ script: String, _ environment: [String: String],
        steps: String = "[{start: api}, {shell: true}, {expect: {served: A}}]",
        opening: (ScenarioCell) -> ScenarioCell? = { $0 }
    ) async throws -> Verdict {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        let shell = "\(folder)/shell"
        try "#!/bin/sh\n\(script)\n".write(toFile: shell, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: shell)
        try """
        scenario: x
        title: x
        history:
          graph: |
            A
            A   origin:main local:main
        steps: \(steps)
        """.write(toFile: "\(folder)/x.yaml", atomically: true, encoding: .utf8)
        let read = try #require(ScenarioFile.read("\(folder)/x.yaml").scenario?.cells.first)
        let cell = try #require(opening(read))
        var options = try await RunOptions.prepare(
            server: Products.livetree, output: "\(folder)/out", seed: 1, keep: false,
            timeoutScale: 5)
        options.opensShellAtFailure = true
        options.environment = environment.merging(["SHELL": shell]) { $1 }
        let caller = Caller()
        let verdict = await CasePlayer(options: options, caller: caller).play(cell)
        await caller.shutdown()
        return verdict
    }

    @Test func findsRepositoriesAndServersByName() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let script = """
            {
                echo "$PWD = $WORLD"
                git --git-dir="$LOCAL" rev-parse main
                git --git-dir="$ORIGIN" rev-parse main
                echo "$API" "${API_SECRET:+secret}"
            } >\(folder)/seen 2>&1
            exit 3
            """
        let verdict = try await play(script, ["PATH": "/usr/bin:/bin"])
        #expect(verdict.status == .passed, "\(verdict.explanation.joined(separator: "\n"))")
        let seen = try String(contentsOfFile: "\(folder)/seen", encoding: .utf8)
        let lines = seen.split(separator: "\n").map(String.init)
        try #require(lines.count == 4, "\(seen)")
        let places = lines[0].components(separatedBy: " = ")
        #expect(places.count == 2 && places[0] == places[1] && places[0].hasSuffix("/world"))
        #expect(lines[1] == lines[2] && lines[1].count == 40)
        #expect(lines[3].contains(/^http:\/\/127\.0\.0\.1:[0-9]+ secret$/))
    }

    @Test func opensBeforeAStepOfAnyScenario() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let steps = "[{start: api}, {stop: api}]"
        let verdict = try await play(
            "echo $API >\(folder)/seen", ["PATH": "/usr/bin:/bin"], steps: steps
        ) { $0.opening(shellBefore: 2) }
        #expect(verdict.status == .passed, "\(verdict.explanation.joined(separator: "\n"))")
        let seen = try String(contentsOfFile: "\(folder)/seen", encoding: .utf8)
        #expect(seen.hasPrefix("http://127.0.0.1:"), "it is up before step 2 stops it")
    }

    @Test func opensWhereAScenarioFailsAndOnlyOnce() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let steps = "[{start: api}, {expect: {refs: {\"origin:main\": absent}}}]"
        let verdict = try await play(
            "echo opened >>\(folder)/seen", ["PATH": "/usr/bin:/bin"], steps: steps
        ) { $0.opening(shellBefore: nil) }
        #expect(verdict.status == .failed)
        #expect(try String(contentsOfFile: "\(folder)/seen", encoding: .utf8) == "opened\n")
    }

    @Test func opensWhereAScenarioWithoutOneFailsUnlessThatIsExpected() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let steps = "[{start: api}, {expect: {refs: {\"origin:main\": absent}}}]"
        let script = "git --git-dir=$LOCAL rev-parse main >>\(folder)/seen"
        let verdict = try await play(script, ["PATH": "/usr/bin:/bin"], steps: steps)
        #expect(verdict.status == .failed)
        let seen = try String(contentsOfFile: "\(folder)/seen", encoding: .utf8)
        #expect(seen.count == 41, "once, in the world: \(seen)")
        let expected = steps + "\nxfail: {because: a ref that is there is not absent}"
        let known = try await play(script, ["PATH": "/usr/bin:/bin"], steps: expected)
        #expect(known.status == .expectedFailure)
        #expect(try String(contentsOfFile: "\(folder)/seen", encoding: .utf8) == seen)
    }

    @Test func opensWhereOnlyAnInvariantIsBroken() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let steps = "[{start: api}, {git: {in: local, args: [update-ref, -d, refs/heads/main]}}]"
        let verdict = try await play(
            "echo $API >>\(folder)/seen", ["PATH": "/usr/bin:/bin"],
            steps: steps)
        #expect(verdict.status == .failed && verdict.trouble == nil)
        let seen = try String(contentsOfFile: "\(folder)/seen", encoding: .utf8)
        #expect(seen.hasPrefix("http://127.0.0.1:"), "servers run on while a person looks")
    }

    @Test func isNotOfferedWhereNobodyIs() {
        var options = RunOptions(server: "s", git: "g", backend: "b", output: "o")
        options.environment = ["CI": "true"]
        #expect(throws: HarnessError.self) { try options.openShellAtFailure() }
        options.environment = [:]
        #expect(throws: Never.self) { try options.openShellAtFailure() }
    }

    @Test func aStepThatIsNotThereHasNoShell() throws {
        let cell = try #require(
            ScenarioFile.read("\(Products.root)/Scenarios/push/plain-push.yaml").scenario?.cells
                .first)
        let count = cell.scenario.steps.count
        #expect(cell.opening(shellBefore: count)?.scenario.steps[count - 1].verb == .shell)
        #expect(cell.opening(shellBefore: nil)?.scenario.steps.last?.verb == .shell)
        #expect(cell.opening(shellBefore: count + 2) == nil)
    }

    @Test func isRefusedWhereNobodyIs() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let verdict = try await play("touch \(folder)/opened", ["CI": "true"])
        #expect(verdict.status == .invalid)
        #expect(verdict.explanation.joined().contains("CI=true says that there is none"))
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/opened"))
    }
}
