extension OperatorPage {
    /// The nodes of a cluster, a line each: who writes, and what each serves.
    func cluster(_ cluster: StatusReport.Cluster) -> HTML {
        let nodes = cluster.nodes.map { node -> HTML in
            var words: HTML = "\(node.name)"
            if node.name == cluster.node { words = "<strong>\(words)</strong>" }
            if node.isWriter { words = "\(words) writes," }
            let commit: HTML = node.commit.map(commit) ?? "nothing yet"
            let behind: HTML =
                node.behindMs.map {
                    " <span class=\"quiet\">behind for \(Age.text(seconds: $0 / 1000))</span>"
                } ?? ""
            return "<li>\(words) serves \(commit)\(behind)</li>\n"
        }
        return "<ul class=\"nodes\">\n\(nodes)</ul>"
    }
}
