import GitModel
import Testing

@testable import GitAccess

@Suite("What git says of a push") struct PushReportTests {
    @Test(
        "summary → rejection",
        arguments: [
            ("[rejected] (non-fast-forward)", PushRejection.nonFastForward),
            ("[rejected] (fetch first)", .fetchFirst),
            ("[rejected] (needs force)", .nonFastForward),
            ("[rejected] (stale info)", .staleInfo),
            ("[rejected] (remote ref updated since checkout)", .staleInfo),
            ("[rejected] (atomic push failed)", .atomic),
            ("[remote rejected] (atomic push failure)", .atomic),
            ("[remote rejected] (atomic transaction failed)", .lostRace),
            ("[remote rejected] (failed to update ref)", .lostRace),
            ("[remote rejected] (cannot lock ref 'refs/heads/main')", .lostRace),
            ("[remote rejected] (reference already exists)", .lostRace),
            ("[remote rejected] (non-fast-forward)", .nonFastForward),
            ("[remote rejected] (pre-receive hook declined)", .remoteRejected),
            ("[remote rejected] (protected branch hook declined)", .remoteRejected),
            ("[remote rejected] (unpacker error)", .remoteRejected),
            ("[remote rejected] (branch is currently checked out)", .remoteRejected),
            ("[remote rejected] (something new)", .remoteRejected),
            ("[remote failure] (remote failed to report status)", .unknown),
            ("[something new]", .unknown),
        ])
    func summaries(summary: String, rejection: PushRejection) {
        #expect(PorcelainReport.rejection(summary) == rejection)
    }

    @Test func eachLineIsReadAndNothingElse() {
        let output = """
            To https://example.org/data.git
            =\tabc:refs/heads/same\t[up to date]
             \tabc:refs/heads/forward\tabc..def
            *\tabc:refs/heads/new\t[new branch]
            !\tabc:refs/heads/no\t[rejected] (stale info)
            !\tabc:not a reference\t[rejected] (stale info)
            Done
            """
        let verdicts = PorcelainReport.read(output)
        #expect(verdicts.count == 4)
        for name in ["same", "forward", "new"] {
            #expect(verdicts[World.ref("refs/heads/\(name)")] == .accepted)
        }
        #expect(
            verdicts[World.ref("refs/heads/no")]
                == .rejected(.staleInfo, message: "[rejected] (stale info)"))
    }

    @Test func aMissingLineMakesTheAnswerUnreliable() {
        let orders = ["main", "other"].map {
            PushOrder(
                source: CommitID(.zero), destination: World.ref("refs/heads/\($0)"), expected: nil)
        }
        let exit = GitExit(
            ending: .exited(1), output: "*\tabc:refs/heads/main\t[new branch]\n",
            errors: "fatal: the remote end hung up unexpectedly\n")
        let result = PushReport.make(exit, orders: orders, url: "/x", timeout: .seconds(1))
        #expect(result.failure?.reason == .transport)
        #expect(result.failure?.side == .remote)
    }

    private func trace(_ headers: String...) -> [Substring] {
        headers.map { "10:20:30.123456 http.c:730              <= Recv header: \($0)"[...] }
    }

    @Test func onlyABusyAnswersWaitCounts() {
        #expect(
            RetryAfter.read(trace("HTTP/1.1 429 Too Many Requests", "Retry-After: 30"))
                == .seconds(30))
        #expect(RetryAfter.read(trace("HTTP/2 503", "retry-after: 5 ")) == .seconds(5))
        let year = trace("HTTP/2 503", "retry-after: 31536000")
        #expect(RetryAfter.read(year) == .seconds(86_400))
        #expect(RetryAfter.read(trace("HTTP/1.1 200 OK", "Retry-After: 30")) == nil)
        #expect(
            RetryAfter.read(
                trace("HTTP/1.1 503 Busy", "Retry-After: 30", "HTTP/1.1 200 OK")) == nil)
        let dated = trace("HTTP/1.1 503 Busy", "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT")
        #expect(RetryAfter.read(dated) == nil)
        for wrong in ["-1", "99999999999999999999", "1e3", ""] {
            #expect(RetryAfter.read(trace("HTTP/1.1 503 Busy", "Retry-After: \(wrong)")) == nil)
        }
    }

    @Test func theTraceIsNotAmongGitsWords() {
        let errors = """
            10:20:30.123456 http.c:730              => Send header: Authorization: Basic <redacted>
            remote: see http.c:730 for help
            fatal: unable to access
            """
        let (words, trace) = CurlTrace.separate(errors)
        #expect(words == "remote: see http.c:730 for help\nfatal: unable to access")
        #expect(trace.count == 1)
    }
}
