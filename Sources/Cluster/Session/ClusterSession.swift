import JSONModel
import Logging

/// One lease from its grant to its end: kept alive, with what this node says of itself under it,
/// and its standing for election.
struct ClusterSession: Sendable {
    let client: EtcdClient
    let keys: ClusterKeys
    let name: String
    let seconds: Int64
    let clock: SessionClock
    let role: WriterRole
    let campaign: Campaign
    /// This node was elected: brings the branch together with the remote.
    let reconcile: @Sendable () async -> Readiness
    /// What this node says of itself once it differs from what it said last; nil: at once.
    let report: @Sendable (_ last: NodeReport?) async -> NodeReport
    let ownKey: OwnKey
    let trouble: TroubleLog
    let logger: Logger

    /// Returns when this node was elected, may not write, and has given its lease back: after its
    /// `patience`, and not while it `isAlone`. Everything else ends it with an error.
    func run(
        patience: Duration, isAlone: @escaping @Sendable () -> Bool
    ) async throws(EtcdError) {
        var time = SessionTime(seconds: seconds)
        let asked = clock.now()
        let lease = try await client.grantLease(seconds: seconds)
        time.kept(askedAt: asked)
        role.begin(time)
        let gone = ownKey.begin(keys.contenders + String(lease, radix: 16))
        defer {
            ownKey.end()
            role.end()
        }
        do {
            let granted = time
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await keepAlive(lease, granted) }
                group.addTask { try await tell(lease) }
                group.addTask { try await lead(lease, patience, isAlone) }
                group.addTask {
                    for await _ in gone {}
                    try Task.checkCancellation()
                    throw EtcdError.leaseGone
                }
                try await group.next()
                group.cancelAll()
            }
        } catch {
            await giveBack(lease)
            throw EtcdError(any: error)
        }
        await giveBack(lease)
    }

    /// Throws once the lease cannot be one's own any more.
    private func keepAlive(_ lease: Int64, _ granted: SessionTime) async throws {
        var time = granted
        while true {
            try await clock.sleep(time.pace)
            let asked = clock.now()
            do throws(EtcdError) {
                try await client.keepAlive(lease, within: time.pace * 2)
                time.kept(askedAt: asked)
                role.kept(askedAt: asked)
            } catch {
                guard case .unavailable = error, time.isOwn(at: clock.now()) else { throw error }
            }
        }
    }

    /// Writes each report under the lease, so that it goes when the node does.
    private func tell(_ lease: Int64) async throws {
        var last: NodeReport?
        while true {
            let next = await report(last)
            try Task.checkCancellation()
            let text = String(decoding: next.json.bytes, as: UTF8.self)
            do throws(EtcdError) {
                _ = try await client.change(
                    [.put(key: keys.node(name), value: text, lease: lease)], if: [])
                last = next
            } catch {
                switch error {
                case .unavailable: break
                // A full etcd takes nothing new, and what it was told before still holds.
                case .refused where last != nil: break
                default: throw error
                }
                trouble.note(error, in: "report")
                try await clock.sleep(Limits.pause)
            }
        }
    }

    /// Stands for election until it leads, and for as long as it leads; returns when another node
    /// is to try.
    private func lead(
        _ lease: Int64, _ patience: Duration, _ isAlone: @Sendable () -> Bool
    ) async throws {
        let lead = try await elected(lease)
        let term = lead.revision
        role.elected(lead)
        logger.info(
            "this node was elected to write",
            metadata: ["event": "cluster-elected", "term": .stringConvertible(term)])
        let begun = clock.now()
        reconciling: while true {
            switch await reconcile() {
            case .ready: break reconciling
            case .refused where clock.now() - begun > patience && !isAlone():
                return logger.warning(
                    "this node was elected and may not write: another one is to lead",
                    metadata: [
                        "event": "cluster-refused", "term": .stringConvertible(term),
                        "hint": "`livetree status` of this node says why",
                    ])
            case .refused, .unreachable: try await clock.sleep(Limits.reconcilePause)
            }
        }
        guard role.open(lead) else { throw EtcdError.leaseGone }
        logger.info(
            "this node writes",
            metadata: ["event": "cluster-writes", "term": .stringConvertible(term)])
        try await clock.sleep(.seconds(1 << 30))
    }

    /// A campaign waits at one endpoint, and is renewed there: the key of the lease keeps its place.
    /// With an endpoint that went silent the session ends, for when that is back it takes the key.
    private func elected(_ lease: Int64) async throws -> EtcdLead {
        let candidate = Candidate(
            election: keys.election, lease: lease, name: name, limit: Limits.silentWatch)
        while true {
            do throws(EtcdError) {
                let lead = try await campaign(client, candidate)
                guard try await client.change([], if: [lead.condition]) else {
                    throw .leaseGone
                }
                return lead
            } catch {
                guard case .unavailable = error else { throw error }
            }
            try await clock.sleep(Limits.pause)
        }
    }

    /// Lets another node lead at once, where etcd can still be told.
    private func giveBack(_ lease: Int64) async {
        role.end()
        // The task may be cancelled, and this must be told all the same.
        await Task.detached { [client] in try? await client.revoke(lease) }.value
    }
}
