import Cluster
import Logging
import Synchronization
import TestSupport

/// A node with a server that serves nothing.
final class Peer: Sendable {
    let node: ClusterNode
    /// Whether it can bring its branch together with the remote.
    let readiness: Shared<Readiness>
    private let heard = Shared<[Tip]>([])
    private let looked = Shared(0)
    private let client: EtcdClient
    private let work: Task<Void, Never>

    /// `relay`: the endpoint it asks first.
    init(
        _ name: String, _ etcd: EtcdProcess, through relay: RelayProcess? = nil,
        seconds: Int64 = 5, readiness: Readiness = .ready
    ) {
        let allowed = Shared(readiness)
        let report = NodeReport(
            name: name, url: "http://\(name)", commit: nil, generation: 1, site: "x, branch main")
        let ports = ClusterPorts(
            reconcile: { allowed.value },
            report: { last in
                // It says one thing, once.
                if last != nil { try? await Task.sleep(for: .seconds(3_600)) }
                return report
            },
            // The tips of these tests are told apart by their letter.
            isBehind: { $0 < $1 },
            tip: { [heard] tip in heard.change { $0.append(tip) } },
            look: { [looked] in looked.change { $0 += 1 } })
        self.readiness = allowed
        client = EtcdClient(EtcdAccess(endpoints: (relay.map { [$0.url] } ?? []) + [etcd.url]))
        node = ClusterNode(
            name: name, url: report.url, client: client, keys: ClusterKeys(prefix: "/test"),
            seconds: seconds,
            ports: ports, clock: SessionClock(ContinuousClock()), logger: Logger(label: name))
        work = Task { [node] in await node.run() }
    }

    /// The tips it heard of, in order.
    var tips: [Tip] { heard.value }

    /// How often it heard that another one looks.
    var looks: Int { looked.value }

    func stop() async {
        work.cancel()
        await work.value
        await client.close()
    }
}

/// A value that several tasks look at and change.
final class Shared<Value: Sendable>: Sendable {
    private let inner: Mutex<Value>

    init(_ value: Value) { inner = Mutex(value) }

    var value: Value { inner.withLock { $0 } }

    func set(_ new: Value) { inner.withLock { $0 = new } }

    func change(_ body: (inout sending Value) -> Void) { inner.withLock { body(&$0) } }
}
