import Assembly
import Cluster
import Hooks
import Synchronization

/// A node of a cluster that goes by something else than it should.
enum WrongNode: String, CaseIterable {
    /// Writes on after its lease may have ended: never stops by its own clock.
    case pastItsLease = "past-its-lease"
    /// Pushes what it was at when it was deposed.
    case pushDeposed = "push-deposed"
    /// Takes whoever leads for itself.
    case leadUnelected = "lead-unelected"
    /// Says that it serves what it has only heard of.
    case claimTip = "claim-tip"
    /// Takes no notice of commits that others tell of.
    case ignoreTips = "ignore-tips"
    /// Runs what the node that led before has run already.
    case redoJobs = "redo-jobs"

    var effects: ClusterEffects {
        var effects = ClusterEffects()
        switch self {
        case .pastItsLease: effects.clock = SessionClock(StandingClock())
        case .pushDeposed: effects.mayPush = { _ in true }
        case .leadUnelected: effects.campaign = Self.takeLead
        case .claimTip: effects.ports = { Boaster().around($0) }
        case .ignoreTips:
            effects.ports = { ports in
                var ports = ports
                ports.tip = { _ in }
                return ports
            }
        case .redoJobs: effects.ledger = { EndlessLedger(base: $0) }
        }
        return effects
    }

    /// The first node is elected; every later one finds a lead there, and goes by it.
    private static let takeLead: Campaign = { client, candidate throws(EtcdError) in
        let (standing, _) = try await client.entries(under: candidate.election + "/")
        guard let oldest = standing.min(by: { $0.created < $1.created }) else {
            return try await EtcdClient.campaign(client, candidate)
        }
        return EtcdLead(key: oldest.key, revision: oldest.created)
    }
}

/// A clock on which waits take their time and no time passes.
private struct StandingClock: Clock {
    let now = ContinuousClock.now
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(for: now.duration(to: deadline), tolerance: tolerance)
    }
}

/// What a node says of itself when it takes the newest tip for what it serves.
private final class Boaster: Sendable {
    private let heard = Mutex<String?>(nil)

    func around(_ ports: ClusterPorts) -> ClusterPorts {
        var wrong = ports
        wrong.tip = { tip in
            self.heard.withLock { $0 = tip.commit }
            await ports.tip(tip)
        }
        wrong.report = { last in
            while true {
                var report = await ports.report(nil)
                if let heard = self.heard.withLock({ $0 }) { report.commit = heard }
                if report != last { return report }
                // Cancelled: this node is over, and what it says of itself does not matter.
                guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return report }
            }
        }
        return wrong
    }
}

/// A ledger in which no job of another node has ended, though its deliveries have succeeded.
private struct EndlessLedger: LedgerStore {
    let base: any LedgerStore

    func read() async throws(LedgerError) -> [UInt8] {
        let lines = try await base.read().split(separator: UInt8(ascii: "\n"))
        var lanes: [String: (HookLane, HookWork)] = [:]
        var read: [UInt8] = []
        for line in lines {
            guard let event = JobEvent(line: Array(line)) else { continue }
            if case .accepted(let job, let lane, let work, _) = event { lanes[job] = (lane, work) }
            guard case .ended(let job, _, _) = event else {
                read += event.line
                continue
            }
            let key = lanes[job].flatMap { DeliveryKey($0.0, $0.1) }
            read += key.map { JobEvent.delivered($0).line } ?? []
        }
        return read
    }

    func append(_ lines: [UInt8]) async throws(LedgerError) -> Int { try await base.append(lines) }

    func replace(with lines: [UInt8]) async throws(LedgerError) {
        try await base.replace(with: lines)
    }

    func setAside() async throws(LedgerError) -> String { try await base.setAside() }
}
