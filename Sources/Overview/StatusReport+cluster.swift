import JSONModel

extension StatusReport {
    /// The cluster as this node sees it.
    package struct Cluster {
        /// This node's name.
        package let node: String
        /// Where the others reach it.
        let url: String?
        /// What it serves.
        package let site: String?
        /// `writer`, `elected` or `reader`.
        package let role: String
        /// Nil: none leads.
        package let writer: String?
        /// The newest commit that some node knows the remote to have.
        package let tip: String?
        /// Whether etcd has answered this node lately.
        package let isInSession: Bool
        /// By name.
        package let nodes: [Node]

        /// One node, as it says itself.
        package struct Node {
            package let name: String
            package let url: String
            package let isWriter: Bool
            package let commit: String?
            /// What it serves, by remote and branch.
            package let site: String?
            /// Since the newest tip is known, where this node does not serve it; else nil.
            package let behindMs: Double?

            init(_ json: JSON) {
                name = json["name"]?.text ?? ""
                url = json["url"]?.text ?? ""
                isWriter = json["role"]?.text == "writer"
                commit = json["commit"]?.text
                site = json["site"]?.text
                behindMs = json["behindMs"]?.double
            }
        }

        init?(_ json: JSON) {
            guard let node = json["node"]?.text else { return nil }
            self.node = node
            url = json["url"]?.text
            site = json["site"]?.text
            role = json["role"]?.text ?? ""
            writer = json["writer"]?.text
            tip = json["tip"]?.text
            isInSession = json["session"]?.flag ?? true
            nodes = (json["nodes"]?.list ?? []).map(Node.init)
        }

        /// A node that is behind for longer than a reload takes.
        package var late: [Node] { nodes.filter { ($0.behindMs ?? 0) > 60_000 } }
    }

    /// What of a cluster a human must see to.
    var clusterFindings: [Finding] {
        guard let cluster else { return [] }
        var findings: [Finding] = []
        if !cluster.isInSession {
            findings.append(
                Finding(
                    what: "etcd does not answer this node: it reads, and takes no writes",
                    next: "look at etcd, and at CFP_CLUSTER"))
        } else if cluster.writer == nil {
            findings.append(
                Finding(
                    what: "no node of the cluster leads: writes are refused",
                    next: "wait a few seconds; then look at the other nodes and at etcd"))
        }
        for node in cluster.nodes where node.name == cluster.node && node.url != cluster.url {
            findings.append(
                Finding(
                    what: "another node is called \(node.name) too, at \(node.url)",
                    next: "give each node a CFP_NODE_NAME of its own"))
        }
        for node in cluster.nodes where node.site != cluster.site {
            findings.append(
                Finding(
                    what: "the node \(node.name) serves another site: \(node.site ?? "unknown")",
                    next:
                        "give each site a CFP_CLUSTER_PREFIX, and all nodes of one the same CFP_DATA_REMOTE"
                ))
        }
        for node in cluster.late {
            let age = Age.text(seconds: (node.behindMs ?? 0) / 1000)
            findings.append(
                Finding(
                    what: "the node \(node.name) does not serve the newest commit, for \(age)",
                    next: "its own status, at \(node.url), says why"))
        }
        return findings
    }
}
