/// Whom steps start and end, speak to and look at.
extension ReferenceWalk {
    func process(_ reference: ServerRef, _ step: Step, _ key: String) {
        let place = step.location(of: "\(key).actor")
        actor(reference.actor, at: place)
        guard let found = scenario.actor(reference.actor) else { return }
        if reference.isWriter { return writer(of: found, at: place) }
        // A remote is a process of the harness: it can be started and killed like a server.
        if ![.server, .remote, .etcd].contains(found.kind) {
            problems.add(
                Diagnostic("'\(found.name)' is no server, remote or etcd", at: place))
        }
    }

    private func writer(of cluster: ActorSpec, at place: ScenarioLocation) {
        if cluster.kind == .etcd { return }
        problems.add(
            Diagnostic("'\(cluster.name)' is no etcd: only a cluster has a writer", at: place))
    }

    /// Whom a step speaks to and looks at.
    func place(_ step: Step) {
        let reference = step.at
        let name = reference?.actor ?? scenario.actors.first { $0.kind == .server }?.name
        let found = name.flatMap(scenario.actor)
        if let reference {
            let place = step.location(of: "at")
            actor(reference.actor, at: place)
            if let found {
                if reference.isWriter {
                    writer(of: found, at: place)
                } else if found.kind == .etcd {
                    only(found, step, at: place)
                } else if found.kind != .server {
                    problems.add(Diagnostic("'\(found.name)' is no server", at: place))
                }
            }
        }
        var wanted = step.expect
        if case .wait(let until) = step.verb { wanted = until }
        guard let wanted, wanted.cluster != nil, found?.kind == .server, found?.cluster == nil
        else { return }
        problems.add(
            Diagnostic(
                "'\(name ?? "")' is no node of a cluster", at: wanted.location(of: "cluster"),
                hint: "say which is meant with 'at' beside the step"))
    }

    /// Something can be expected of every node, but done at one only.
    private func only(_ cluster: ActorSpec, _ step: Step, at place: ScenarioLocation) {
        switch step.verb {
        case .assertion, .wait: return
        default: break
        }
        problems.add(
            Diagnostic(
                "'\(cluster.name)' stands for every node, and \(step.verb.name) is done at one",
                at: place, hint: "write \(cluster.name).writer, or the name of a node"))
    }
}
