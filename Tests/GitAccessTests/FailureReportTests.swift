import Testing

@testable import GitAccess

@Suite("What git's words mean")
struct FailureReportTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let reason: TransportFailure.Reason
        var side = TransportFailure.Side.remote
        var testDescription: String { "\(text.prefix(60)) → \(reason), \(side)" }
    }

    static let rows = [
        Row(text: "fatal: Authentication failed for 'https://h/x'", reason: .authentication),
        Row(
            text: "fatal: could not read Username for 'http://h': terminal prompts disabled",
            reason: .authentication),
        Row(
            text: """
                git@h: Permission denied (publickey).
                fatal: Could not read from remote repository.
                """, reason: .authentication),
        Row(
            text: """
                Host key verification failed.
                fatal: Could not read from remote repository.
                """, reason: .authentication),
        Row(
            text: "fatal: unable to access 'http://h/': The requested URL returned error: 403",
            reason: .authentication),
        Row(
            text: "fatal: unable to access 'https://h/': Could not resolve host: h",
            reason: .unreachable),
        Row(
            text: """
                ssh: connect to host h port 22: Connection refused
                fatal: Could not read from remote repository.
                """, reason: .unreachable),
        Row(
            text: "ssh: connect to host h port 22: No route to host", reason: .unreachable),
        Row(
            text: "ssh: Could not resolve hostname h: Name or service not known",
            reason: .unreachable),
        Row(
            text: "fatal: '/x.git' does not appear to be a git repository", reason: .unreachable),
        Row(
            text: "remote: Repository not found.\nfatal: repository 'https://h/' not found",
            reason: .unreachable),
        Row(
            text: "fatal: unable to access 'https://h/': server certificate verification failed.",
            reason: .unreachable),
        Row(
            text: """
                error: RPC failed; curl 28 Operation too slow. Less than 1 bytes/sec transferred
                fatal: expected flush after ref listing
                """, reason: .timeout),
        Row(
            text: "fatal: unable to access 'http://h/': Operation timed out after 30000 ms",
            reason: .timeout),
        Row(
            text: """
                error: RPC failed; curl 18 transfer closed with 100 bytes remaining to read
                fatal: early EOF
                fatal: fetch-pack: invalid index-pack output
                """, reason: .transport),
        Row(text: "fatal: the remote end hung up unexpectedly", reason: .transport),
        Row(
            text: "fatal: unable to access 'http://h/': The requested URL returned error: 503",
            reason: .transport),
        Row(text: "fatal: protocol error: bad line length character: <htm", reason: .transport),
        Row(
            text: "error: object 1234: hasDotgit: contains '.git'\nfatal: fsck error",
            reason: .transport),
        Row(text: "", reason: .transport),
        Row(
            text: "fatal: write error: No space left on device", reason: .transport,
            side: .storageFull),
        Row(
            text: "remote: fatal: write error: No space left on device", reason: .transport),
        Row(
            text: "error: cannot lock ref 'refs/remotes/origin/main': Unable to create '/x.lock'",
            reason: .transport, side: .local),
        Row(
            text: "error: object file objects/12/34 is empty\nfatal: loose object 12 is corrupt",
            reason: .transport, side: .local),
        Row(
            text: "fatal: not a git repository: '/x'", reason: .transport, side: .local),
    ]

    @Test("words → reason and side", arguments: rows)
    func classifies(row: Row) {
        let exit = GitExit(ending: .exited(128), output: "", errors: row.text + "\n")
        let failure = FailureReport.make(exit, url: "https://h/x", timeout: .seconds(1))
        #expect(failure.reason == row.reason)
        #expect(failure.side == row.side)
        #expect(!failure.message.isEmpty)
    }

    @Test func adviceProgressAndControlCharactersAreLeftOut() {
        let text = """
            Receiving objects:  42% (42/100)\rReceiving objects: 100% (100/100), done.
            remote: \u{1B}[31mred\u{07}
            hint: try again
            fatal: broken
            Please make sure you have the correct access rights
            and the repository exists.
            """
        #expect(
            FailureReport.message(text, url: "/x") == "remote: [31mred\nfatal: broken")
    }

    @Test(
        "credentials → stars",
        arguments: [
            ("https://u:p@ss@h/x", "at 'https://u:p@ss@h/x'", "at 'https://***@h/x'"),
            ("https://tok_12345@h/x", "https://tok_12345@h/x tok_12345", "https://***@h/x ***"),
            ("ssh://git@h/x", "git ssh://git@h/x", "git ssh://***@h/x"),
            ("https://u:a/longer-b@h/x", "https://u:a/longer-b@h/x", "https://***@h/x"),
            ("/plain", "ftp://a:b@c and http://d:e@f/", "ftp://***@c and http://***@f/"),
            ("/plain", "mail ada@example.org ://", "mail ada@example.org ://"),
        ])
    func redacts(url: String, text: String, clean: String) {
        #expect(Redaction.clean(text, of: url) == clean)
    }

    @Test func progressLinesAreRead() {
        #expect(
            TransportProgress(line: "Receiving objects:  42% (42/100), 1 MiB | 2 MiB/s")
                == TransportProgress(phase: "Receiving objects", percent: 42))
        #expect(TransportProgress(line: "fatal: 100 % wrong") == nil)
        #expect(TransportProgress(line: "remote: Counting objects: 5, done.") == nil)
    }
}
