import Cluster
import Foundation

/// `CFP_CLUSTER` and what belongs to it: this server is one node of several (docs/cluster.md).
package struct ClusterSettings: Sendable {
    /// Where etcd is, and how it is entered.
    let access: EtcdAccess
    let keys: ClusterKeys
    /// `CFP_NODE_NAME`, else the machine's.
    let name: String
    /// `CFP_NODE_URL`: where other nodes reach the public endpoints of this one.
    let url: String
    /// `CFP_CLUSTER_SESSION`, whole seconds: how long a node may be silent before another writes.
    let seconds: Int64
    /// `CFP_CLUSTER_FORWARD`: what is done with a write that comes to another node than the writer.
    let forward: Forward

    enum Forward: String, CaseIterable { case proxy, redirect }

    /// Without these, `CFP_CLUSTER` is not complete, or they mean nothing.
    static let variables: Set<String> = [
        "CFP_CLUSTER", "CFP_CLUSTER_PREFIX", "CFP_CLUSTER_USER", "CFP_CLUSTER_PASSWORD",
        "CFP_CLUSTER_CA", "CFP_CLUSTER_CERT", "CFP_CLUSTER_KEY", "CFP_CLUSTER_SESSION",
        "CFP_CLUSTER_FORWARD", "CFP_NODE_NAME", "CFP_NODE_URL",
    ]

    /// Nil: the server is alone.
    init?(_ settings: Settings, branch: String) throws(StopReason) {
        guard let list = try settings.text("CFP_CLUSTER") else { return nil }
        var endpoints: [String] = []
        for part in list.split(separator: ",") {
            endpoints.append(
                try Self.origin(
                    part.trimmingCharacters(in: .whitespaces), "CFP_CLUSTER",
                    like: "http://10.0.0.1:2379,http://10.0.0.2:2379"))
        }
        guard !endpoints.isEmpty else {
            throw StopReason(.badConfiguration, "CFP_CLUSTER names no endpoint of etcd")
        }
        var user: EtcdAccess.User?
        if let name = try settings.text("CFP_CLUSTER_USER") {
            guard let password = try settings.text("CFP_CLUSTER_PASSWORD") else {
                throw StopReason(
                    .badConfiguration,
                    "CFP_CLUSTER_USER is set and CFP_CLUSTER_PASSWORD is not: set it too")
            }
            user = .init(name: name, password: password)
        }
        let tls = try Self.tls(settings)
        do throws(EtcdError) {
            access = try EtcdAccess(endpoints: endpoints, user: user, tls: tls)
        } catch {
            throw StopReason(
                .badConfiguration,
                "CFP_CLUSTER_CA, _CERT and _KEY name files in PEM: \(error.message)")
        }
        keys = ClusterKeys(
            prefix: try settings.text("CFP_CLUSTER_PREFIX") ?? "/livetree/\(branch)/")
        let name = try settings.text("CFP_NODE_NAME") ?? ProcessInfo.processInfo.hostName
        guard Self.isPlain(name) else {
            throw StopReason(
                .badConfiguration,
                "CFP_NODE_NAME is not 1 to 64 letters, digits, dots, dashes or underscores")
        }
        self.name = name
        guard let url = try settings.text("CFP_NODE_URL") else {
            throw StopReason(
                .badConfiguration,
                "CFP_NODE_URL is not set: say where other nodes reach this one, "
                    + "like http://10.0.0.1:8080")
        }
        self.url = try Self.origin(url, "CFP_NODE_URL", like: "http://10.0.0.1:8080")
        let session = try settings.duration("CFP_CLUSTER_SESSION", default: .seconds(5))
        guard session >= .seconds(2), session <= .seconds(600) else {
            throw StopReason(
                .badConfiguration, "CFP_CLUSTER_SESSION is under 2s or over 600s")
        }
        seconds = session.components.seconds
        forward = try settings.choice("CFP_CLUSTER_FORWARD", default: .proxy)
    }

    /// `scheme://host[:port]`, without a slash at its end.
    private static func origin(
        _ text: String, _ name: String, like example: String
    ) throws(StopReason) -> String {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty,
            parts.path.isEmpty || parts.path == "/", parts.query == nil, parts.user == nil,
            (1...65_535).contains(parts.port ?? 1)
        else {
            throw StopReason(
                .badConfiguration, "\(name) is not a URL of a host: write it like \(example)")
        }
        return "\(scheme)://\(host)" + (parts.port.map { ":\($0)" } ?? "")
    }

    private static func isPlain(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.unicodeScalars.allSatisfy {
                $0.isASCII
                    && ($0.properties.isAlphabetic || ("0"..."9").contains($0)
                        || "._-".unicodeScalars.contains($0))
            }
    }

    /// Nil: what the system trusts, and no certificate of this node's own.
    private static func tls(_ settings: Settings) throws(StopReason) -> EtcdAccess.TLSFiles? {
        let authority = try settings.text("CFP_CLUSTER_CA")
        let certificate = try settings.text("CFP_CLUSTER_CERT")
        let key = try settings.text("CFP_CLUSTER_KEY")
        guard (certificate == nil) == (key == nil) else {
            throw StopReason(
                .badConfiguration, "CFP_CLUSTER_CERT and CFP_CLUSTER_KEY belong together: set both")
        }
        guard authority != nil || certificate != nil else { return nil }
        return EtcdAccess.TLSFiles(authority: authority, certificate: certificate, key: key)
    }
}
