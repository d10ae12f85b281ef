import GitAccess
import GitModel
import TestSupport
import Testing

@Suite("The end of a call")
struct TransportDeadlineTests {
    /// A program in git's place, and the numbers of the processes it wrote down.
    private struct FakeGit {
        let folder: TemporaryFolder
        let path: String

        init(_ script: String) throws {
            folder = try TemporaryFolder()
            let body = "#!/bin/sh\ncd '\(folder.path)'\n" + script
            path = try folder.write(body, to: "git", executable: true)
        }

        func fetch(timeout: Duration) async -> FetchResult {
            await World.transport(git: path).fetch(
                remote: "/nowhere", branch: World.branch("main"), into: folder.path,
                timeout: timeout)
        }

        func processes() throws -> [Int32] {
            let text = String(decoding: try readFile(folder.child("pids")), as: UTF8.self)
            return text.split(separator: "\n").compactMap { Int32($0) }
        }
    }

    /// The children sleep 1 000 s and the other deadlines are 300 s: whoever waited for them would
    /// be far beyond this, and a loaded machine stays far below it.
    private static let longBeforeTheChild = Duration.seconds(60)

    @Test func aProgramThatIgnoresSIGTERMIsKilledWithItsChildren() async throws {
        let git = try FakeGit(
            """
            trap '' TERM
            sleep 1000 &
            echo $$ >pids; echo $! >>pids
            wait; wait; sleep 1000
            """)
        let start = ContinuousClock.now
        let result = await git.fetch(timeout: .milliseconds(500))
        let elapsed = ContinuousClock.now - start
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .timeout)
        #expect(elapsed > .milliseconds(500) && elapsed < Self.longBeforeTheChild, "\(elapsed)")
        let processes = try git.processes()
        #expect(processes.count == 2)
        #expect(try await Processes.allEnd(processes))
    }

    @Test func aProgramThatEndsAtSIGTERMIsNotWaitedFor() async throws {
        let git = try FakeGit("echo $$ >pids; exec sleep 1000\n")
        let start = ContinuousClock.now
        let result = await git.fetch(timeout: .milliseconds(300))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.reason == .timeout)
        #expect(ContinuousClock.now - start < Self.longBeforeTheChild)
        #expect(try await Processes.allEnd(git.processes()))
    }

    @Test func aChildThatKeepsTheOutputOpenIsNotWaitedFor() async throws {
        let git = try FakeGit(
            """
            (trap '' TERM; sleep 1000) & echo $! >pids
            echo 'fatal: early EOF' >&2
            exit 128
            """)
        let start = ContinuousClock.now
        let result = await git.fetch(timeout: .seconds(300))
        #expect(ContinuousClock.now - start < Self.longBeforeTheChild)
        #expect(
            result
                == .failed(TransportFailure(reason: .transport, message: "fatal: early EOF")))
        #expect(try await Processes.allEnd(git.processes()))
    }

    @Test func aChildThatLeftTheGroupCannotHoldTheCall() async throws {
        let git = try FakeGit(
            """
            setsid sh -c 'echo $$ >pids; exec yes' &
            while [ ! -s pids ]; do :; done
            exit 1
            """)
        let start = ContinuousClock.now
        _ = await git.fetch(timeout: .seconds(300))
        #expect(ContinuousClock.now - start < Self.longBeforeTheChild)
        // Its output is closed now; `yes` ends of that.
        #expect(try await Processes.allEnd(git.processes()))
    }

    @Test func cancellingTheTaskEndsTheProgram() async throws {
        let git = try FakeGit(
            """
            trap '' TERM
            sleep 1000 &
            echo $! >>pids; echo $$ >>pids
            wait; wait; sleep 1000
            """)
        let start = ContinuousClock.now
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await git.fetch(timeout: .seconds(300)) }
            while (try? git.processes().count) != 2 { await Task.yield() }
            group.cancelAll()
        }
        #expect(ContinuousClock.now - start < Self.longBeforeTheChild)
        #expect(try await Processes.allEnd(git.processes()))
    }

    @Test func anyAmountOfOutputIsReadAndTheEndIsKept() async throws {
        let git = try FakeGit(
            """
            head -c 5000000 /dev/zero | tr '\\0' x >&2
            echo >&2
            echo 'fatal: the last word' >&2
            head -c 5000000 /dev/zero
            exit 128
            """)
        let result = await git.fetch(timeout: .seconds(30))
        guard case .failed(let failure) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(failure.message.hasSuffix("fatal: the last word"))
        #expect(failure.message.utf8.count <= 2_000)
    }

    @Test func theLastWordsOfAQuickEndAreNotLost() async throws {
        let git = try FakeGit("echo 'fatal: quick' >&2; exit 128\n")
        for _ in 0..<100 {
            let result = await git.fetch(timeout: .seconds(30))
            #expect(
                result == .failed(TransportFailure(reason: .transport, message: "fatal: quick")))
        }
    }

    @Test func gitHasNoTerminalAndNoneOfTheCallersSettings() async throws {
        let git = try FakeGit(
            """
            env >environment
            (: </dev/tty) 2>/dev/null && echo yes >terminal || echo no >terminal
            exit 1
            """)
        let transport = World.transport(
            git: git.path,
            [
                "GIT_DIR": "/x", "GIT_TRACE": "1", "GIT_CURL_VERBOSE": "1", "GIT_INDEX_FILE": "/x",
                "GIT_CONFIG_PARAMETERS": "'a.b=c'", "GIT_SSH_COMMAND": "ssh -i key",
                "GIT_SSL_CAINFO": "/ca.pem", "SSH_AUTH_SOCK": "/agent", "https_proxy": "http://p",
                "LANG": "de_DE.UTF-8", "LC_MESSAGES": "de_DE.UTF-8", "0BAD": "x",
            ])
        _ = await transport.fetch(
            remote: "/nowhere", branch: World.branch("main"), into: "/nowhere",
            timeout: .seconds(20))
        let text = String(
            decoding: try readFile(git.folder.child("environment")), as: UTF8.self)
        let lines = Set(text.split(separator: "\n").map(String.init))
        let wanted = [
            "LC_ALL=C", "GIT_TERMINAL_PROMPT=0", "GIT_CONFIG_NOSYSTEM=1",
            "GIT_CONFIG_GLOBAL=/dev/null", "GIT_SSH_COMMAND=ssh -i key",
            "GIT_SSL_CAINFO=/ca.pem", "SSH_AUTH_SOCK=/agent", "https_proxy=http://p",
        ]
        for line in wanted { #expect(lines.contains(line), "\(line)") }
        let names = Set(lines.map { String($0.prefix { $0 != "=" }) })
        for name in ["GIT_DIR", "GIT_TRACE", "GIT_CURL_VERBOSE", "GIT_INDEX_FILE", "LANG", "0BAD"] {
            #expect(!names.contains(name), "\(name)")
        }
        #expect(!names.contains("GIT_CONFIG_PARAMETERS") && !names.contains("LC_MESSAGES"))
        let terminal = String(decoding: try readFile(git.folder.child("terminal")), as: UTF8.self)
        #expect(terminal == "no\n")
    }
}
