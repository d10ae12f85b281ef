import Foundation
import Glibc
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("The git that logs and waits at gates")
struct GitShimTests {
    /// A shim in a folder of its own, called as a server would call git.
    private struct Bench: Sendable {
        let folder: TemporaryFolder
        let shim: GitShim

        init() throws {
            folder = try TemporaryFolder()
            shim = try GitShim(in: folder.path, git: "/usr/bin/git")
        }

        func call(
            _ arguments: [String], input: [UInt8] = []
        ) async throws -> ScenarioKit.GitProgram.Result {
            try await ScenarioKit.GitProgram(
                path: shim.bin + "/git",
                environment: ScenarioKit.GitProgram.hermetic(
                    home: folder.path, path: "/usr/bin:/bin")
            ).run(arguments, in: folder.path, input: input)
        }
    }

    @Test func logsArgumentsAndTheExitStatus() async throws {
        let bench = try Bench()
        #expect(try await bench.call(["-c", "a.b=c d", "init", "-q", "--bare", "x"]).status == 0)
        #expect(try await bench.call(["--git-dir", "x", "fetch", "nowhere"]).status == 128)
        let calls = bench.shim.calls()
        #expect(calls.map(\.command) == ["init", "fetch"])
        #expect(calls.map(\.status) == [0, 128])
        #expect(calls[0].arguments == ["-c", "a.b=c d", "init", "-q", "--bare", "x"])
    }

    @Test func tellsARefusedPushAndHandsItsWordsOn() async throws {
        let bench = try Bench()
        _ = try await bench.call(["init", "-q", "--bare", "x"])
        _ = try await bench.call(["init", "-q", "--bare", "y"])
        let tree = try await bench.call(["--git-dir=x", "mktree"]).text
        let tip = try await bench.call(["--git-dir=x", "commit-tree", "-m", "A", tree]).text
        func push(_ lease: String) async throws -> ScenarioKit.GitProgram.Result {
            try await bench.call(
                [
                    "--git-dir=x", "push", "--porcelain",
                    "--force-with-lease=refs/heads/m:\(lease)", bench.folder.child("y"),
                    "\(tip):refs/heads/m",
                ])
        }
        let refused = try await push(tip)
        let accepted = try await push("")
        #expect(refused.status == 1)
        #expect(refused.output.contains("\n!\t\(tip):refs/heads/m\t[rejected] (stale info)\n"))
        #expect(accepted.output.contains("\n*\t\(tip):refs/heads/m\t[new branch]\n"))
        let pushes = bench.shim.calls().filter { $0.command == "push" }
        #expect(pushes.map(\.isRefused) == [true, false])
    }

    @Test func handsStandardInputOn() async throws {
        let bench = try Bench()
        _ = try await bench.call(["init", "-q", "--bare", "x"])
        let id = try await bench.call(
            ["--git-dir=x", "hash-object", "--stdin"], input: Array("hello\n".utf8))
        #expect(id.text == "ce013625030ba8dba906f756967f9e9ca394464a")
    }

    private func reached(_ gate: Gate) async throws -> Bool {
        try await poll(for: .seconds(10)) { gate.isReached }
    }

    @Test(arguments: [
        (ReleaseVerb.Way.resume, 0), (.fail, 128), (.drop, 128 + 9),
    ])
    func holdsACallUntilItIsReleased(way: ReleaseVerb.Way, status: Int) async throws {
        let bench = try Bench()
        _ = try await bench.call(["init", "-q", "--bare", "x"])
        let gate = try Gate(id: "g", command: "fetch", nth: 1, in: bench.shim.gates)
        #expect(try await bench.call(["--git-dir=x", "rev-parse", "--git-dir"]).status == 0)
        #expect(!gate.isReached)
        async let held = bench.call(["--git-dir=x", "fetch", "x", "refs/heads/*:refs/x/*"])
        #expect(try await reached(gate))
        try gate.release(way)
        let result = try await held
        #expect(result.status == status)
    }

    @Test func holdsTheSecondArrivalOnly() async throws {
        let bench = try Bench()
        _ = try await bench.call(["init", "-q", "--bare", "x"])
        let gate = try Gate(id: "g", command: "any", nth: 2, in: bench.shim.gates)
        #expect(try await bench.call(["--git-dir=x", "rev-parse", "--git-dir"]).status == 0)
        #expect(!gate.isReached)
        async let held = bench.call(["--git-dir=x", "rev-parse", "--git-dir"])
        #expect(try await reached(gate))
        try gate.release(.resume)
        let result = try await held
        #expect(result.status == 0)
    }

    @Test func holdsFetchesUntilReadsOverlap() async throws {
        let bench = try Bench()
        _ = try await bench.call(["init", "-q", "--bare", "x"])
        bench.shim.holdFetches(true)
        async let held = bench.call(["--git-dir=x", "fetch", "x", "refs/heads/*:refs/x/*"])
        #expect(try await poll(for: .seconds(10)) { bench.shim.calls().count == 2 })
        #expect(bench.shim.calls()[1].end == nil)
        bench.shim.holdFetches(false)
        let result = try await held
        #expect(result.status == 0)
    }

    @Test(arguments: [true, false])
    func tellsACallThatOutlivedItsServer(killed: Bool) async throws {
        let bench = try Bench()
        bench.shim.holdFetches(true)
        try await JobScope.run { scope in
            let server = try await ServerProcess.start(
                .init(
                    executable: "/bin/sh",
                    arguments: ["-c", "git --git-dir=x fetch nowhere; true"],
                    environment: ["PATH": "\(bench.shim.bin):/usr/bin:/bin"],
                    directory: bench.folder.path, log: bench.folder.child("log")), in: scope)
            #expect(try await poll(for: .seconds(10)) { !bench.shim.calls().isEmpty })
            if killed {
                server.signal(SIGKILL, group: false)
                _ = await server.exit.value()
            }
            bench.shim.holdFetches(false)
            #expect(try await poll(for: .seconds(10)) { bench.shim.calls()[0].end != nil })
            #expect(bench.shim.calls()[0].isOrphaned == killed)
        }
    }

    @Test func endsTheRealGitOnSIGTERM() async throws {
        let bench = try Bench()
        try await JobScope.run { scope in
            let process = try await ServerProcess.start(
                .init(
                    executable: bench.shim.bin + "/git", arguments: ["cat-file", "--batch"],
                    environment: ["PATH": "/usr/bin:/bin", "MARK": bench.folder.path],
                    directory: bench.folder.path, log: bench.folder.child("log")), in: scope)
            _ = try await poll(for: .seconds(10)) { !bench.shim.calls().isEmpty }
            process.signal(SIGTERM, group: false)
            _ = await process.exit.value()
            let gone = try await poll(for: .seconds(10)) {
                ProcessTable.living(marked: bench.folder.path).isEmpty
            }
            #expect(gone)
        }
    }
}
