/// Waiting for pushes that are under way, or about to be.
extension CaseRun {
    /// An attempt under way counts its wait from its own end: moving the clock before it would be
    /// a matter of chance. What is held, or waits for a silent remote, is not waited for.
    func letPushesEnd() async throws {
        try await letPushes { _, state in state != "pushing" }
    }

    /// What was told to push a moment ago is not counted before it has: until then a server looks
    /// as if there were nothing to do. Whoever waits, was halted, or has nothing left is at rest.
    func letPushesRest() async throws {
        try await letPushes { server, state in
            switch state {
            case "pushing": false
            case "idle": try await !self.hasUnconfirmed(server)
            default: true
            }
        }
    }

    private func letPushes(
        _ isDone: (_ server: ServerActor, _ state: String?) async throws -> Bool
    ) async throws {
        for server in world.servers.values where server.port != 0 && server.answers {
            _ = try await poll(for: options.scaled(Limits.pushEnd)) {
                if try self.holdsSomeone { return true }
                let daemon = await self.status(of: server).body?["pushDaemon"]
                return try await isDone(server, daemon?["state"]?.text)
            }
        }
    }

    private var holdsSomeone: Bool {
        get throws {
            try gates.keys.contains(where: isReached) || pointGates.keys.contains(where: isReached)
        }
    }

    /// Whether a clone has commits that its remote never confirmed. The server's own count begins
    /// when its daemon has heard of them.
    private func hasUnconfirmed(_ server: ServerActor) async throws -> Bool {
        guard let data = server.spec.data, server.spec.remote != nil else { return false }
        let refs = try await world.refs(of: data)
        let branch = setting("CFP_DATA_BRANCH", of: server) ?? "main"
        if let tip = refs["refs/heads/\(branch)"],
            let known = refs["refs/livetree/accepted/\(branch)"],
            tip != known
        {
            return true
        }
        return refs.keys.contains { name in
            name.hasPrefix("refs/heads/conflicts/")
                && refs["refs/livetree/pushed/\(name.dropFirst("refs/heads/".count))"] == nil
        }
    }
}
