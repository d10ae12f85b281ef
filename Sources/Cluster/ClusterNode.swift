import JSONModel
package import Logging
import Synchronization

/// One node's part in a cluster: it stands for election, tells of itself, and hears of the others.
package final class ClusterNode: Sendable {
    package let role: WriterRole
    private let name: String
    private let session: ClusterSession
    private let reflector: EtcdReflector
    private let seen: Mutex<Seen>
    private let ports: ClusterPorts
    private let clock: SessionClock
    private let ownKey: OwnKey
    private let trouble: TroubleLog
    /// Where the others reach this node.
    private let url: String

    /// What etcd said, and when; times are those of `clock`.
    private struct Seen {
        var view: ClusterView
        var heard: Duration?
        var lateness = Lateness()
    }

    /// `seconds`: how long a lease lasts that is not kept alive.
    package init(
        name: String, url: String, client: EtcdClient, keys: ClusterKeys, seconds: Int64,
        ports: ClusterPorts, clock: SessionClock,
        campaign: @escaping Campaign = EtcdClient.campaign, logger: Logger
    ) {
        self.name = name
        role = WriterRole(clock: clock)
        trouble = TroubleLog(clock: clock, logger: logger)
        let ownKey = OwnKey()
        self.ownKey = ownKey
        session = ClusterSession(
            client: client, keys: keys, name: name, seconds: seconds, clock: clock, role: role,
            campaign: campaign, reconcile: ports.reconcile, report: ports.report, ownKey: ownKey,
            trouble: trouble, logger: logger)
        reflector = EtcdReflector(client: client, prefix: keys.live, clock: clock)
        seen = Mutex(Seen(view: ClusterView(keys)))
        self.ports = ports
        self.clock = clock
        self.url = url
    }

    /// What etcd said last, and how long ago that was; nil: it never said anything.
    package var view: (view: ClusterView, age: Duration?) {
        let now = clock.now()
        return seen.withLock { ($0.view, $0.heard.map { now - $0 }) }
    }

    /// How long a node stands still at a commit that is not the newest; nil: it serves that.
    package func lateness(of name: String) -> Duration? {
        let now = clock.now()
        return seen.withLock { $0.lateness.age(of: name, at: now) }
    }

    /// Tells every node that the remote was seen at a commit; true: they know that, or a newer one.
    ///
    /// The tip in etcd never goes back to one that it was at: a node that was slow would take the
    /// others' attention from what it has not seen itself.
    package func announce(_ tip: Tip) async throws(EtcdError) -> Bool {
        let (known, revision) = seen.withLock { ($0.view.tip, $0.view.tipRevision) }
        if let known {
            guard known.commit != tip.commit else { return true }
            if role.term == nil, await ports.isBehind(tip.commit, known.commit) { return true }
        }
        let text = String(decoding: tip.json.bytes, as: UTF8.self)
        return try await session.client.change(
            [.put(key: session.keys.tip, value: text)],
            if: [.modified(key: session.keys.tip, at: revision)])
    }

    /// Has the other nodes look at the remote too, before this one knows what is there.
    package func tellToLook() async throws(EtcdError) {
        _ = try await session.client.change([.put(key: session.keys.look, value: name)], if: [])
    }

    /// Works until cancelled.
    package func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.takePart() }
            group.addTask {
                await self.reflector.run(
                    { await self.hear($0) }, trouble: { self.trouble.note($0, in: "watch") })
            }
        }
    }

    private func takePart() async {
        // Where all are refused, the lead goes round more and more slowly.
        var patience = Limits.patience
        while !Task.isCancelled {
            do throws(EtcdError) {
                try await session.run(patience: patience) { self.isAlone }
                patience = min(patience * 2, Limits.longestPatience)
            } catch {
                patience = Limits.patience
                // Others may have lost what they said too.
                if error == .leaseGone { reflector.readAnew() }
                trouble.note(error, in: "lease")
            }
            try? await clock.sleep(Limits.pause)
        }
    }

    /// Whether no other node stands for election.
    private var isAlone: Bool { seen.withLock { $0.view.contenders.count < 2 } }

    private func hear(_ news: EtcdNews) async {
        let now = clock.now()
        let (before, after, contenders) = seen.withLock { seen in
            let before = seen.view.tip
            switch news {
            case .all(let entries): seen.view.replace(with: entries)
            case .event(let event): seen.view.apply(event)
            }
            seen.heard = now
            seen.lateness.note(seen.view, at: now)
            return (before, seen.view.tip, seen.view.contenders.keys)
        }
        // At once: another one may lead already.
        if ownKey.isGone(from: contenders, whileLeading: role.leads) { role.end() }
        if let after, after != before { await ports.tip(after) }
        guard case .event(.put(let entry)) = news else { return }
        if entry.key == session.keys.look, entry.value != name { ports.look() }
        if entry.key == session.keys.node(name), let report = NodeReport(entry.value),
            report.url != url
        {
            trouble.note(
                "another node is called \(name) too, at \(report.url)", in: "name",
                hint: "give each node a CFP_NODE_NAME of its own")
        }
    }
}

/// What a node's part in the cluster asks of the rest of the server.
package struct ClusterPorts: Sendable {
    /// This node was elected: brings the branch together with the remote.
    package var reconcile: @Sendable () async -> Readiness
    /// What this node says of itself once it differs from what it said last; nil: at once.
    package var report: @Sendable (_ last: NodeReport?) async -> NodeReport
    /// Whether the first commit is older than the second, or knows nothing of it.
    package var isBehind: @Sendable (_ commit: String, _ other: String) async -> Bool
    /// The remote was seen at this commit by some node. Returns without waiting for a reload.
    package var tip: @Sendable (Tip) async -> Void
    /// Another node was told to look at the remote. Returns without waiting for a reload.
    package var look: @Sendable () -> Void

    package init(
        reconcile: @escaping @Sendable () async -> Readiness,
        report: @escaping @Sendable (_ last: NodeReport?) async -> NodeReport,
        isBehind: @escaping @Sendable (_ commit: String, _ other: String) async -> Bool,
        tip: @escaping @Sendable (Tip) async -> Void,
        look: @escaping @Sendable () -> Void
    ) {
        self.reconcile = reconcile
        self.report = report
        self.isBehind = isBehind
        self.tip = tip
        self.look = look
    }
}
