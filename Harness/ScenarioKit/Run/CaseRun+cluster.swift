/// Several servers that are one: who is meant by a step, and what must hold of all.
extension CaseRun {
    /// The server a step speaks to: the first declared where it says nothing.
    func server(of step: Step) async throws -> ServerActor {
        guard let place = step.at else { return try server() }
        return try await server(place, step, key: "at")
    }

    /// A server, or whichever node of a cluster writes at this moment.
    func server(
        _ place: ServerRef, _ step: Step, key: String
    ) async throws -> ServerActor {
        guard place.isWriter else { return try server(place.actor) }
        let (writer, roles) = await writer(of: place.actor)
        guard let writer else {
            throw StepFailure(
                verb: step.verb.name, location: step.location(of: key),
                wanted: "a node of \(place.actor) that writes", seen: roles)
        }
        return writer
    }

    /// What an expectation is judged at: one server, or each node that runs; and where there is
    /// none, why.
    func servers(at place: ServerRef?) async -> (found: [ServerActor], none: Mismatch?) {
        guard let place else { return ((try? server()).map { [$0] } ?? [], nil) }
        if place.isWriter {
            let (writer, roles) = await writer(of: place.actor)
            guard let writer else {
                return (
                    [], Mismatch(key: "at", wanted: "a node of \(place.actor) writes", seen: roles)
                )
            }
            return ([writer], nil)
        }
        if let server = world.servers[place.actor] { return ([server], nil) }
        let nodes = nodes(of: place.actor)
        let none = Mismatch(key: "at", wanted: "a node of \(place.actor) runs", seen: "none")
        return (nodes, nodes.isEmpty ? none : nil)
    }

    /// The nodes of a cluster that are supposed to answer, by name.
    func nodes(of cluster: String) -> [ServerActor] {
        world.servers.values.filter { $0.spec.cluster == cluster && $0.answers && $0.port != 0 }
            .sorted { $0.spec.name < $1.spec.name }
    }

    /// The node that says of itself that it writes, the last one elected where two do; and what all
    /// say.
    private func writer(of cluster: String) async -> (node: ServerActor?, roles: String) {
        var found: (node: ServerActor, term: Double)?
        var roles: [String] = []
        for node in nodes(of: cluster) {
            let told = await status(of: node).body?["cluster"]
            let role = told?["role"]?.text
            roles.append("\(node.spec.name): \(role ?? "no answer")")
            guard role == ClusterExpectation.Role.writer.rawValue else { continue }
            let term = told?["term"]?.double ?? 0
            if found.map({ $0.term < term }) ?? true { found = (node, term) }
        }
        return (found?.node, roles.joined(separator: ", "))
    }

    /// What makes a server a node of its cluster.
    func clusterEnvironment(of server: ServerActor) -> [String: String] {
        guard let etcd = server.spec.cluster.flatMap({ world.etcds[$0] }),
            let port = server.knownPort
        else { return [:] }
        return [
            "CFP_CLUSTER": "http://127.0.0.1:\(server.links[.etcd]?.port ?? etcd.port)",
            "CFP_CLUSTER_SESSION": "3s", "CFP_NODE_NAME": server.spec.name,
            "CFP_NODE_URL": "http://127.0.0.1:\(port)",
        ]
    }

    /// What is wrong with a node's part in its cluster.
    func clusterMismatches(
        _ expect: ClusterExpectation, _ server: ServerActor
    ) async throws -> [Mismatch] {
        var wrong: [Mismatch] = []
        func judge(_ key: String, _ good: Bool, _ wanted: String, _ seen: String?) {
            guard !good else { return }
            wrong.append(Mismatch(key: "cluster.\(key)", wanted: wanted, seen: seen ?? "absent"))
        }
        let answer = await status(of: server)
        let told = answer.body?["cluster"]
        func text(_ key: String) -> String? { told?[key]?.text ?? answer.error }
        if let wanted = expect.role?.rawValue {
            judge("role", told?["role"]?.text == wanted, wanted, text("role"))
        }
        if let wanted = expect.writer {
            let good = try await matches(wanted, told?["writer"]?.text)
            judge("writer", told != nil && good, wanted.words, text("writer"))
        }
        if let wanted = expect.nodes {
            let seen = told?["nodes"]?.items?.count
            judge(
                "nodes", seen.map { wanted.matches($0) } ?? false, wanted.description,
                seen.map(String.init))
        }
        if let wanted = expect.behind?.sorted() {
            let seen = told?["nodes"]?.items?.compactMap { node in
                node["behindMs"]?.double == nil ? nil : node["name"]?.text
            }
            judge("behind", seen?.sorted() == wanted, Self.names(wanted), seen.map(Self.names))
        }
        if let wanted = expect.converged {
            let (served, tip) = try await served(by: server)
            judge(
                "converged", (served != nil && served == tip) == wanted,
                wanted ? world.book.describe(tip) : "another commit than the remote's",
                world.book.describe(served))
        }
        return wrong
    }

    private static func names(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    /// What a node serves, and what its remote's branch is at.
    private func served(by node: ServerActor) async throws -> (served: String?, tip: String?) {
        let served = await get(node, "/api/sheets").dataCommit
        let branch = setting("CFP_DATA_BRANCH", of: node) ?? "main"
        guard let remote = node.spec.remote else { return (served, nil) }
        return (served, try await world.tip(of: ActorRef(actor: remote, name: branch)))
    }
}

// MARK: - Invariants

extension CaseRun {
    /// A write that any node acknowledged is on the remote's branch from then on.
    func checkOnRemote(_ commit: String, words: String, server: ServerActor) async throws {
        guard server.spec.cluster != nil, try await !isOnRemote(commit, of: server) else { return }
        findings.append(
            Finding(
                .noCommitLost,
                "\(words)\(place(of: server)) acknowledged \(world.book.describe(commit)), which the remote's branch "
                    + "does not have"))
    }

    private func isOnRemote(_ commit: String, of server: ServerActor) async throws -> Bool {
        guard let remote = server.spec.remote else { return false }
        let branch = setting("CFP_DATA_BRANCH", of: server) ?? "main"
        let check = try await world.git.run(
            ["merge-base", "--is-ancestor", commit, "refs/heads/\(branch)"],
            in: world.repository(of: remote))
        return check.status == 0
    }

    /// Who waits for a commit at any node sees it, or something newer.
    ///
    /// Asked of the node that answered, and in turn of one of the others: where all were asked,
    /// none would ever lag behind. It is not asked while a fault may keep the news from coming.
    func checkReadable(_ commit: String, words: String, server: ServerActor) async throws {
        guard let cluster = server.spec.cluster, world.etcds[cluster]?.answers == true,
            faults.isEmpty, gates.isEmpty, pointGates.isEmpty
        else { return }
        let others = nodes(of: cluster).filter { $0 !== server }
        let other = others.isEmpty ? nil : others[writes.acknowledged.count % others.count]
        for node in [server] + [other].compactMap({ $0 }) where node.port != 0 && node.answers {
            let read = await caller.call(
                "GET", node.url("/api/sheets?minCommit=\(commit)&wait=10s"),
                limit: .seconds(15))
            // Who was stopped, killed or cut off meanwhile owes no answer.
            guard node.answers, faults.isEmpty, world.etcds[cluster]?.answers == true else {
                continue
            }
            if read.status == 200, let seen = read.dataCommit,
                try await isAncestor(commit, of: seen, at: node)
            {
                continue
            }
            let seen = read.error ?? "\(read.status), \(world.book.describe(read.dataCommit))"
            findings.append(
                Finding(
                    .freshAfterAck,
                    "\(words)\(place(of: server)) acknowledged "
                        + "\(world.book.describe(commit)); \(node.spec.name), asked "
                        + "to wait for it, answered \(seen)"))
        }
    }

    private func isAncestor(
        _ commit: String, of tip: String, at node: ServerActor
    ) async throws -> Bool {
        guard let data = node.spec.data else { return false }
        let check = try await world.git.run(
            ["merge-base", "--is-ancestor", commit, tip], in: world.repository(of: data))
        return check.status == 0
    }

    /// At the end every acknowledged write is on the remote's branch, and every node that runs
    /// serves what this is at.
    func clusterFindings() async throws -> [Finding] {
        var found: [Finding] = []
        for cluster in world.etcds.keys.sorted() where world.etcds[cluster]?.answers == true {
            let nodes = nodes(of: cluster)
            for commit in writes.acknowledged.sorted() {
                guard let node = nodes.first, try await !isOnRemote(commit, of: node) else {
                    continue
                }
                found.append(
                    Finding(
                        .noCommitLost,
                        "\(world.book.describe(commit)) was acknowledged, and the remote's branch "
                            + "does not have it"))
            }
            for node in nodes {
                var (served, tip): (String?, String?)
                let agrees = try await poll(
                    for: options.scaled(Limits.convergence), every: .milliseconds(50)
                ) {
                    (served, tip) = try await self.served(by: node)
                    return served == tip
                }
                guard !agrees else { continue }
                found.append(
                    Finding(
                        .headIsServed,
                        "\(node.spec.name) serves \(world.book.describe(served)), the remote is at "
                            + world.book.describe(tip)))
            }
        }
        return found
    }
}
