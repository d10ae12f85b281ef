import AsyncHTTPClient
import Cluster
import GitModel
import HTTPAPI
import Hooks
import JSONModel
import LiveData
import Logging
import ServiceLifecycle
import Webhooks

/// This server's part in a cluster (docs/cluster.md).
struct ClusterService: Service {
    let node: ClusterNode
    private let effects: ClusterEffects
    private let settings: ClusterSettings
    private let live: LiveSnapshot
    private let data: OpenData
    private let client: EtcdClient
    /// For writes that are passed on.
    private let http: HTTPClient
    private let forwarder: WriteForwarder
    /// The newest tip somebody told of.
    private let tips: AsyncStream<Tip>
    /// Other nodes that were told to look at the remote.
    private let looks: AsyncStream<Void>
    /// Reloads that this node was asked for, to be told to the others.
    private let wishes: AsyncStream<Void>
    private let wish: AsyncStream<Void>.Continuation
    /// Commits to tell the others of.
    private let news: AsyncStream<Void>
    private let new: AsyncStream<Void>.Continuation
    /// What this node serves.
    private let site: String
    private let logger: Logger

    init(
        _ settings: ClusterSettings, _ configuration: Configuration, live: LiveSnapshot,
        data: OpenData, effects: ClusterEffects, logger: Logger
    ) {
        self.settings = settings
        self.effects = effects
        self.live = live
        self.data = data
        self.logger = logger
        client = EtcdClient(settings.access)
        http = WriteForwarder.client()
        forwarder = WriteForwarder(
            http: http, name: settings.name,
            deadline: configuration.pushTimeout + configuration.fetchTimeout)
        let (tips, tip) = AsyncStream<Tip>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.tips = tips
        let (looks, look) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.looks = looks
        (wishes, wish) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (news, new) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        (self.news, self.new) = (news, new)
        let (name, url) = (settings.name, settings.url)
        let remote = RemoteIdentity(url: configuration.remote ?? "")
        let site = "\(remote.text), branch \(configuration.branch)"
        self.site = site
        node = ClusterNode(
            name: name, url: url, client: client, keys: settings.keys, seconds: settings.seconds,
            ports: effects.ports(
                ClusterPorts(
                    reconcile: {
                        // The tip is told again: an etcd that lost what it had knows of none.
                        defer { new.yield() }
                        return Readiness(await data.reconcile())
                    },
                    report: { last in
                        if let last {
                            let told = last.generation == 0 ? nil : UInt64(last.generation)
                            await live.waitForSwap(after: told)
                        }
                        let served = live.current
                        return NodeReport(
                            name: name, url: url, commit: served?.commit?.hex,
                            generation: Int64(served?.generation ?? 0), site: site)
                    },
                    isBehind: { await data.isBehind($0, $1) }, tip: { tip.yield($0) },
                    look: { look.yield() })),
            clock: effects.clock, campaign: effects.campaign, logger: logger)
    }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await node.run() }
                group.addTask { await follow() }
                group.addTask { await noticeSwaps() }
                group.addTask { for await _ in news { await announce() } }
                group.addTask { for await _ in looks { await data.look() } }
                group.addTask {
                    for await _ in wishes { try? await node.tellToLook() }
                }
                group.addTask { await lookWithoutNews() }
            }
        }
        await client.close()
        try? await http.shutdown()
    }

    /// Picks up what other nodes saw at the remote.
    private func follow() async {
        for await _ in tips {
            var pause = Limits.pickUpPauses.lowerBound
            // Of several tips that came meanwhile, the newest.
            while let tip = node.view.view.tip, let commit = CommitID(hex: tip.commit),
                await !data.pickUp(commit, served: live.current?.commit)
            {
                guard (try? await Task.sleep(for: pause)) != nil else { return }
                pause = min(pause * 2, Limits.pickUpPauses.upperBound)
            }
        }
    }

    /// While etcd is away nobody tells of commits: the remote is looked at instead.
    private func lookWithoutNews() async {
        while (try? await Task.sleep(for: Limits.lookWithoutNews)) != nil {
            if !node.role.isInSession { await data.look() }
        }
    }

    private func noticeSwaps() async {
        var seen: UInt64?
        while !Task.isCancelled {
            await live.waitForSwap(after: seen)
            seen = live.current?.generation
            new.yield()
        }
    }

    /// Tells the others of the commit that is served here; until they know, or it is another one.
    private func announce() async {
        // A branch without a commit: there is nothing to tell yet.
        while let commit = live.current?.commit, !Task.isCancelled {
            let tip = Tip(commit: commit.hex, node: settings.name)
            do throws(EtcdError) {
                if try await node.announce(tip) { return }
                // Another node was quicker; what it told is heard in a moment.
                try? await Task.sleep(for: Limits.announceAgain)
            } catch {
                try? await Task.sleep(for: Limits.announcePause)
            }
        }
    }
}

// MARK: - What the rest of the server asks

extension ClusterService {
    /// Where a write is made now.
    var routing: WriteRouting {
        WriteRouting(
            redirects: settings.forward == .redirect, way: { way },
            term: { node.role.term },
            runner: { node.role.leads ? .nowhere("it takes them up") : writer },
            send: { message, url in
                let term = node.view.view.term
                return await forwarder.send(message, to: url, in: term) {
                    way == .elsewhere(url) && node.view.view.term == term
                }
            })
    }

    private var way: WriteRouting.Way {
        if node.role.term != nil { return .here }
        if node.role.leads {
            return .nowhere("this node was elected and first picks up what the remote has")
        }
        return writer
    }

    /// Another node that leads.
    private var writer: WriteRouting.Way {
        let (view, age) = node.view
        guard age != nil else { return .nowhere("etcd was not heard yet") }
        guard let writer = view.writer, writer != settings.name, let report = view.nodes[writer]
        else { return .nowhere("none is elected") }
        // Nothing meant for this site is given to another.
        guard report.site == site else {
            return .nowhere("\(writer) leads and serves \(report.site): see CFP_CLUSTER_PREFIX")
        }
        return .elsewhere(report.url)
    }

    /// The jobs of all commands, for who leads.
    func ledger(as lead: EtcdLead) async throws(EtcdError) -> any LedgerStore {
        effects.ledger(try await EtcdLedger(client, settings.keys, as: lead))
    }

    /// Whether a commit may go to the remote now.
    var mayPush: @Sendable () -> Bool {
        { [effects, role = node.role] in effects.mayPush(role) }
    }

    /// The jobs of the node that leads; nil: etcd is away.
    func jobs() async -> [JobReport]? {
        guard let lines = try? await EtcdLedger.lines(client, settings.keys) else { return nil }
        return JobBook(lines: lines).reports
    }

    /// This node was asked for a reload.
    var onReload: @Sendable () -> Void {
        { [wish] in wish.yield() }
    }

    /// What status says of the cluster.
    var status: JSON {
        let (view, age) = node.view
        let term = node.role.term
        let role = term != nil ? "writer" : node.role.leads ? "elected" : "reader"
        let nodes = view.nodes.values.sorted { $0.name < $1.name }.map { report in
            JSON.object([
                "name": .string(report.name), "url": .string(report.url),
                "role": .string(report.name == view.writer ? "writer" : "reader"),
                "commit": .optional(report.commit), "generation": .integer(report.generation),
                "site": .string(report.site),
                "behindMs": node.lateness(of: report.name).map { .number($0.milliseconds) }
                    ?? .null,
            ])
        }
        return .object([
            "node": .string(settings.name), "url": .string(settings.url), "site": .string(site),
            "role": .string(role),
            "term": term.map(JSON.integer) ?? .null, "writer": .optional(view.writer),
            "tip": .optional(view.tip?.commit), "session": .bool(node.role.isInSession),
            "heardMs": age.map { .number($0.milliseconds) } ?? .null, "nodes": .array(nodes),
        ])
    }
}
