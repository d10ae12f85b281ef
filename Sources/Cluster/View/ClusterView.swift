/// What etcd says of the cluster, put together from what a watch tells.
package struct ClusterView: Equatable, Sendable {
    /// By name.
    package private(set) var nodes: [String: NodeReport] = [:]
    package private(set) var tip: Tip?
    /// The revision that the tip was written at; 0: never.
    private(set) var tipRevision: Int64 = 0
    /// Who stands for election, by key, and when each began to.
    package private(set) var contenders: [String: (name: String, since: Int64)] = [:]
    private let keys: ClusterKeys

    package init(_ keys: ClusterKeys) { self.keys = keys }

    package static func == (one: ClusterView, other: ClusterView) -> Bool {
        one.nodes == other.nodes && one.tip == other.tip && one.writer == other.writer
    }

    /// The name of the node that leads; nil: none does.
    package var writer: String? { leader?.name }

    /// The term of the one that leads: the revision that its candidacy began at.
    package var term: Int64? { leader?.since }

    private var leader: (name: String, since: Int64)? {
        contenders.values.min { $0.since < $1.since }
    }

    /// Everything anew, as it was at one moment.
    package mutating func replace(with entries: [EtcdEntry]) {
        self = ClusterView(keys)
        for entry in entries { take(entry) }
    }

    package mutating func apply(_ event: EtcdEvent) {
        switch event {
        case .put(let entry): take(entry)
        case .delete(let key): drop(key)
        case .reached: break
        }
    }

    private mutating func take(_ entry: EtcdEntry) {
        if entry.key == keys.tip {
            tip = Tip(entry.value) ?? tip
            tipRevision = entry.modified
        } else if entry.key.hasPrefix(keys.contenders) {
            contenders[entry.key] = (entry.value, entry.created)
        } else if entry.key.hasPrefix(keys.nodes), let report = NodeReport(entry.value) {
            nodes[String(entry.key.dropFirst(keys.nodes.count))] = report
        }
    }

    private mutating func drop(_ key: String) {
        contenders[key] = nil
        if key.hasPrefix(keys.nodes) { nodes[String(key.dropFirst(keys.nodes.count))] = nil }
    }
}
