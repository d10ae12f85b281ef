/// Faults and gates: what goes wrong, what is held, and its end.
extension CaseRun {
    func begin(_ fault: Fault) async throws {
        note(fault)
        faults[fault.id] = fault
        if let words = fault.decline, let hooks = world.hooks[fault.actor] {
            try hooks.decline(words, id: fault.id)
        } else if fault.point != nil {
            let control = try server(fault.actor).control
            control?.begin(fault)
            try await control?.settle()
        } else if let call = fault.syscall {
            guard let process = try server(fault.actor).process, process.isAlive else {
                throw HarnessError.unsupported("\(fault.actor) makes no calls: it does not run")
            }
            traps[fault.id] = try await SystemCallTrap.set(
                call, on: process.pid, name: fault.id, in: world.folder, scope: scope)
        } else if let link = fault.isolate {
            try server(fault.actor).links[link]?.cut(fault.id)
        } else if let disk = fault.disk {
            world.refAnswers.forget()
            try world.disks[fault.actor]?.begin(disk)
        } else {
            var fault = fault
            if let location = fault.respond?.location {
                fault.respond?.location = placed(location)
            }
            try remote(fault.actor).faults.begin(fault)
        }
    }

    /// A text with `${NAME}` replaced by host, port and path of each remote.
    private func placed(_ text: String) -> String {
        world.remotes.keys.reduce(text) { text, name in
            text.replacing(
                "${\(name)}", with: world.url(of: name).replacing("http://", with: ""))
        }
    }

    func heal(_ id: String) async {
        events.note("heal", id, [.init("fault", id)])
        for remote in world.remotes.values { remote.faults.heal(id) }
        for hooks in world.hooks.values { hooks.heal(id) }
        for server in world.servers.values { server.heal(id) }
        await traps[id]?.heal()
        guard let fault = faults.removeValue(forKey: id) else { return }
        if fault.disk != nil { world.disks[fault.actor]?.heal() }
        judge(fault)
    }

    /// Ends every fault and lets go of what is held.
    func healAll() async {
        for remote in world.remotes.values { remote.faults.heal(nil) }
        for hooks in world.hooks.values { hooks.heal(nil) }
        for server in world.servers.values { server.heal(nil) }
        for disk in world.disks.values { disk.heal() }
        for trap in traps.values { await trap.heal() }
        for fault in faults.values.sorted(by: { $0.id < $1.id }) { judge(fault) }
        faults = [:]
        events.note("heal", "all faults", [.init("fault", "all")])
    }

    /// A fault that nobody met proves nothing.
    private func judge(_ fault: Fault) {
        if fault.probability < 1 || fault.disk != nil { return }
        let isMet =
            world.remotes[fault.actor]?.faults.hasMet(fault.id) == true
            || world.hooks[fault.actor]?.hasMet(fault.id) == true
            || world.servers[fault.actor]?.hasMet(fault.id) == true
            || traps[fault.id]?.hasMet == true
        if isMet { return }
        findings.append(Finding(nil, "the fault \(fault.id) had no effect: nobody met it"))
    }

    /// A gate that nobody came to proves nothing, unless a step let go of it.
    func judgeGates() async throws {
        let armed = (Array(gates.keys) + pointGates.keys).sorted()
        guard try armed.contains(where: { try !isReached($0) }) else { return }
        try await letPushesRest()
        for id in try armed.filter({ try !isReached($0) }) {
            findings.append(Finding(nil, "the gate \(id) was never reached"))
        }
    }

    func arm(_ verb: GateVerb) async throws {
        switch verb.place {
        case .git(let command):
            gates[verb.id] = try Gate(
                id: verb.id, command: command.rawValue, nth: verb.nth,
                in: server(verb.actor).shim.gates)
        case .hook(let hook):
            guard let hooks = world.hooks[verb.actor] else {
                throw HarnessError.unsupported("\(verb.actor) has no hooks")
            }
            try hooks.arm(hook)
            gates[verb.id] = try Gate(
                id: verb.id, command: hook.rawValue, nth: verb.nth, in: hooks.gates)
        case .point(let point):
            pointGates[verb.id] = verb.actor
            let control = try server(verb.actor).control
            control?.arm(verb.id, at: point, nth: verb.nth)
            try await control?.settle()
        }
        note(gate: verb.id, "armed")
    }

    /// Whether someone is held at the gate.
    func isReached(_ id: String) throws -> Bool {
        if let actor = pointGates[id] {
            return try server(actor).control?.isReached(id) ?? false
        }
        return gates[id]?.isReached ?? false
    }

    func release(_ verb: ReleaseVerb) throws {
        noteHits(of: verb.gate)
        if let actor = pointGates.removeValue(forKey: verb.gate) {
            try server(actor).control?.release(verb.gate)
            note(gate: verb.gate, "released")
            return
        }
        guard let gate = gates.removeValue(forKey: verb.gate) else {
            throw HarnessError.unsupported("no gate named \(verb.gate) is armed")
        }
        try gate.release(verb.with)
        note(gate: verb.gate, "released: \(verb.with.rawValue)")
    }
}
