extension ServerRef {
    /// Reads `two` or `store.writer`; nil when it is neither.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, ActorRef("\(name):main") != nil,
            parts.count == 1 || parts.count == 2 && parts[1] == "writer"
        else { return nil }
        self.init(actor: name, isWriter: parts.count == 2)
    }
}

extension FieldMap {
    /// A server, or the writer of a cluster.
    func serverRef(_ key: String) throws(Diagnostic) -> ServerRef? {
        guard let node = self[key] else { return nil }
        return try node.serverRef()
    }
}

extension SourceNode {
    /// A server, or the writer of a cluster.
    func serverRef() throws(Diagnostic) -> ServerRef {
        let text = try string()
        guard let reference = ServerRef(text) else {
            throw Diagnostic(
                "'\(text)' is no server", at: location,
                hint: "write the name of one, or store.writer for the writer of the cluster store")
        }
        return reference
    }
}
