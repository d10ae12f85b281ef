import Foundation
import TestSupport
import Testing

@testable import ScenarioKit

@Suite("The remote over HTTP, with the real git as client")
struct RemoteServerTests {
    private func fault(_ change: (inout Fault) -> Void) -> Fault {
        var fault = Fault(id: "f", actor: "origin")
        change(&fault)
        return fault
    }

    @Test func servesACloneAndTakesAPush() async throws {
        try await RemoteBench.run { bench in
            let clone1 = try await bench.clone("one")
            #expect(clone1.status == 0)
            let path = bench.folder.child("one")
            let tree = try await bench.git.must(["rev-parse", "HEAD^{tree}"], in: path).text
            let next = try await bench.git.must(
                ["commit-tree", "-p", "HEAD", "-m", "B", tree], in: path
            ).text
            try await bench.git.must(
                ["push", "-q", bench.url, "\(next):refs/heads/main"], in: path)
            let seen = try await bench.git.must(["ls-remote", bench.url, "main"], in: path)
            #expect(seen.text.hasPrefix(next))
        }
    }

    @Test(arguments: [Fault.Cut.How.close, .reset])
    func cutsTheAnswerAfterSoManyBytes(how: Fault.Cut.How) async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(
                self.fault {
                    $0.cut = .init(
                        service: .uploadPack, direction: .down, after: ByteSize(bytes: 100_000),
                        how: how)
                })
            let clone2 = try await bench.clone("cut")
            #expect(clone2.status != 0)
            bench.remote.faults.heal("f")
            let clone3 = try await bench.clone("whole")
            #expect(clone3.status == 0)
        }
    }

    @Test func lettingPassMoreBytesThanThereAreCutsNothing() async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(
                self.fault { $0.cut = .init(after: ByteSize(bytes: 10_000_000)) })
            let clone4 = try await bench.clone("one")
            #expect(clone4.status == 0)
        }
    }

    @Test func saysNothingWhileItHangs() async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(
                self.fault { $0.cut = .init(after: ByteSize(bytes: 0), how: .hang) })
            let result = try await bench.clone("hung")
            #expect(result.status != 0)
            #expect(result.error.contains("Operation too slow"))
        }
    }

    @Test func refusesOnlyTheServiceNamed() async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(self.fault { $0.refuse = .receivePack })
            let clone5 = try await bench.clone("one")
            #expect(clone5.status == 0)
            let push = try await bench.git.run(
                ["push", bench.url, "HEAD:refs/heads/other"], in: bench.folder.child("one"))
            #expect(push.status != 0)
        }
    }

    @Test func refusesEveryConnection() async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(self.fault { $0.refuse = .connect })
            let clone6 = try await bench.clone("one")
            #expect(clone6.status != 0)
        }
    }

    @Test(arguments: [403, 503])
    func answersWithAStatusInTheBackendsPlace(status: Int) async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(
                self.fault { $0.respond = .init(status: status, times: 1) })
            let first = try await bench.clone("one")
            #expect(first.error.contains("\(status)"))
            let clone7 = try await bench.clone("two")
            #expect(clone7.status == 0)
        }
    }

    @Test func slowsDownToTheBandwidthGiven() async throws {
        try await RemoteBench.run { bench in
            bench.remote.faults.begin(
                self.fault { $0.bandwidth = ByteSize(bytes: 1_200_000) })
            let began = MonotonicTime.now
            let clone8 = try await bench.clone("slow")
            #expect(clone8.status == 0)
            // 600 000 bytes at 1 200 000 a second.
            #expect(MonotonicTime.now.seconds(since: began) > 0.4)
        }
    }

    @Test func comesBackOnTheSamePortAfterItWasGone() async throws {
        try await RemoteBench.run { bench in
            let port = bench.remote.port
            await bench.remote.stop()
            let clone9 = try await bench.clone("gone")
            #expect(clone9.status != 0)
            try await bench.remote.start()
            #expect(bench.remote.port == port)
            let clone10 = try await bench.clone("back")
            #expect(clone10.status == 0)
        }
    }
}
