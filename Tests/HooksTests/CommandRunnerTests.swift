import Foundation
import Glibc
import Subprocess
import SystemPackage
import TestSupport
import Testing

@testable import Hooks

/// Real commands, within their limits.
@Suite struct CommandRunnerTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func command(
        _ script: String, timeout: Duration = .seconds(60), environment: [String: String] = [:],
        outliving: Bool = false
    ) throws -> HookCommand {
        let path = try folder.write("#!/bin/sh\n" + script, to: "hook.sh", executable: true)
        return HookCommand(
            program: path, arguments: [], directory: folder.path,
            environment: environment.merging(["PATH": "/usr/bin:/bin"]) { one, _ in one },
            searchPath: "/usr/bin:/bin", timeout: timeout,
            outputFile: outliving ? folder.child("output") : nil)
    }

    @Test func reportsExitCodeAndBothOutputsInTheirOrder() async throws {
        let result = await CommandRunner().run(
            try command("echo one; echo two >&2; echo three; exit 3"))
        #expect(result.ending == .exited(3))
        #expect(result.output == "one\ntwo\nthree\n")
    }

    @Test func reportsADeathBySignal() async throws {
        let result = await CommandRunner().run(try command("kill -9 $$"))
        #expect(result.ending == .signaled(9))
    }

    @Test func handsOverArgumentsAsTheyAre() async throws {
        var command = try command("for word; do printf '<%s>' \"$word\"; done; pwd")
        command.arguments = ["a b", "$(id)", ";rm -rf x", "-x", "..", "é\n", "*", ""]
        let result = await CommandRunner().run(command)
        #expect(
            result.output
                == "<a b><$(id)><;rm -rf x><-x><..><é\n><*><>" + folder.path + "\n")
    }

    @Test func givesNothingOfTheServersEnvironment() async throws {
        setenv("HOOKS_TEST_SECRET", "leaked", 1)
        let result = await CommandRunner().run(
            try command(
                "env | sort | grep -v '^PWD=\\|^OLDPWD=\\|^SHLVL=\\|^_='",
                environment: ["A": "1"]))
        #expect(result.output == "A=1\nPATH=/usr/bin:/bin\n")
    }

    @Test func looksUpANameOnTheServersPath() async throws {
        var command = try command("echo found")
        command.program = "hook.sh"
        command.searchPath = "/nowhere:" + folder.path
        #expect(await CommandRunner().run(command).output == "found\n")
        command.searchPath = "/nowhere"
        let lost = await CommandRunner().run(command)
        #expect(lost.ending == .notStarted("hook.sh is not on the server's PATH"))
    }

    @Test(arguments: ["missing", "folder", "plain"], [true, false])
    func tellsWhyAProgramCannotBeStarted(name: String, outliving: Bool) async throws {
        var command = try command("", outliving: outliving)
        _ = try folder.makeFolder("folder")
        try folder.write("no program", to: "plain")
        command.program = folder.child(name)
        let result = await CommandRunner().run(command)
        guard case .notStarted(let why) = result.ending else {
            Issue.record("\(result)")
            return
        }
        #expect(why.contains(name))
    }

    @Test func tellsThatTheFolderIsMissing() async throws {
        var command = try command("true")
        command.directory = folder.child("missing")
        guard case .notStarted = await CommandRunner().run(command).ending else {
            Issue.record("started in a folder that does not exist")
            return
        }
    }

    @Test(arguments: [true, false])
    func endsACommandWhoseTimeIsOver(outliving: Bool) async throws {
        let result = await CommandRunner().run(
            try command(
                "echo begun; exec sleep 1000", timeout: .milliseconds(300), outliving: outliving))
        #expect(result.ending == .timedOut)
        #expect(result.output == "begun\n")
        #expect(result.duration < .seconds(20))
    }

    @Test(arguments: [true, false])
    func killsACommandThatIgnoresSIGTERMWithItsChildren(outliving: Bool) async throws {
        // Each child holds the gate open for writing: the gate ends when the last one is gone.
        let gate = folder.child("gate")
        #expect(mkfifo(gate, 0o600) == 0)
        let script = """
            trap '' TERM
            exec 3> "$GATE"
            for i in 1 2 3 4 5; do (trap '' TERM; while :; do sleep 1000; done) & done
            echo forked
            while :; do sleep 1000; done
            """
        let command = try command(
            script, timeout: .milliseconds(500), environment: ["GATE": gate],
            outliving: outliving)
        async let reading = Subprocess.run(
            .name("cat"), arguments: [gate], output: .bytes(limit: 100), error: .discarded)
        let result = await CommandRunner().run(command)
        #expect(result.ending == .timedOut)
        #expect(result.output == "forked\n")
        #expect(result.duration > .seconds(5))
        // Ends only when no process has the gate open any more.
        _ = try await reading
    }

    @Test func killsWhatACommandLeavesBehind() async throws {
        let gate = folder.child("gate")
        #expect(mkfifo(gate, 0o600) == 0)
        // The child inherits the gate, which ends when nobody holds it any more.
        let command = try command(
            "exec 3> \"$GATE\"; sleep 1000 & echo left", environment: ["GATE": gate])
        async let reading = Subprocess.run(
            .name("cat"), arguments: [gate], output: .bytes(limit: 100), error: .discarded)
        let result = await CommandRunner().run(command)
        #expect(result.ending == .exited(0))
        #expect(result.output == "left\n")
        _ = try await reading
    }

    @Test func isNotHeldByAChildThatEscapedWithThePipe() async throws {
        let pid = folder.child("pid")
        let gate = folder.child("gate")
        #expect(mkfifo(gate, 0o600) == 0)
        let escaping = """
            setsid sh -c 'echo $$ > "$0"; while :; do echo noise; done' "$GATE" &
            read number < "$GATE"
            echo "$number" > "$PID_FILE"
            echo over
            """
        let command = try command(escaping, environment: ["PID_FILE": pid, "GATE": gate])
        let result = await CommandRunner().run(command)
        #expect(result.ending == .exited(0))
        #expect(result.duration < .seconds(60))
        let number = try String(contentsOfFile: pid, encoding: .utf8)
        let escaped = try #require(pid_t(number.trimmingCharacters(in: .newlines)))
        kill(escaped, SIGKILL)
    }

    @Test func keepsTheEndOfAnOutputOfOneGibibyte() async throws {
        let before = Self.peakKilobytes
        let command = try command(
            "head -c 1073741824 /dev/zero | tr '\\0' 'x'; printf 'the end'", timeout: .seconds(300))
        let result = await CommandRunner().run(command)
        #expect(result.ending == .exited(0))
        #expect(result.output.utf8.count == 64 << 10)
        #expect(result.output.hasSuffix("xxxthe end"))
        #expect(Self.peakKilobytes - before < 100 << 10, "memory grew with the output")
        print("1 GiB of output took \(result.duration)")
    }

    @Test func keepsTheEndOfALongOutputOnDisk() async throws {
        let command = try command(
            "head -c 100000000 /dev/zero | tr '\\0' 'x'; printf 'the end'", outliving: true)
        let result = await CommandRunner().run(command)
        #expect(result.output.utf8.count == 64 << 10)
        #expect(result.output.hasSuffix("xxxthe end"))
        #expect(!FileManager.default.fileExists(atPath: folder.child("output")))
    }

    @Test func cancellationEndsAnOwnedCommandWithinSeconds() async throws {
        let started = folder.child("started")
        #expect(mkfifo(started, 0o600) == 0)
        let command = try command(
            "trap '' TERM; echo > \"$STARTED\"; while :; do sleep 1000; done",
            environment: ["STARTED": started])
        let result = await withTaskGroup(of: CommandResult?.self) { group in
            group.addTask { await CommandRunner().run(command) }
            group.addTask {
                _ = try? await Subprocess.run(
                    .name("cat"), arguments: [started], output: .discarded, error: .discarded)
                return nil
            }
            _ = await group.next()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(result?.ending == .interrupted)
        #expect(result.map { $0.duration < .seconds(30) } == true)
    }

    @Test func cancellationLeavesACommandThatMayOutliveTheServer() async throws {
        let (started, goOn) = (folder.child("started"), folder.child("go"))
        #expect(mkfifo(started, 0o600) == 0)
        #expect(mkfifo(goOn, 0o600) == 0)
        let command = try command(
            "echo > \"$STARTED\"; read line < \"$GO\"; echo ended > \"$STARTED\"",
            environment: ["STARTED": started, "GO": goOn], outliving: true)
        let result = await withTaskGroup(of: CommandResult?.self) { group in
            group.addTask { await CommandRunner().run(command) }
            group.addTask {
                _ = try? await Subprocess.run(
                    .name("cat"), arguments: [started], output: .discarded, error: .discarded)
                return nil
            }
            _ = await group.next()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(result?.ending == .leftRunning)
        // It goes on by itself.
        async let word = Subprocess.run(
            .name("cat"), arguments: [started], output: .string(limit: 100), error: .discarded)
        _ = try await Subprocess.run(
            .path("/bin/sh"), arguments: ["-c", "echo > \"$0\"", goOn], output: .discarded,
            error: .discarded)
        let heard = try await word.standardOutput
        #expect(heard == "ended\n")
    }

    /// Of this process, at any time so far.
    static var peakKilobytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return line.split { " \t".contains($0) }.compactMap { Int($0) }.first ?? 0
    }
}
