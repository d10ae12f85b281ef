/// Reads the payload of a verb.
enum VerbReader {
    /// Reads a verb that holds no further steps.
    static func verb(_ name: String, _ node: SourceNode) throws(Diagnostic) -> Verb {
        switch name {
        case "start": return .start(try start(node))
        case "stop": return .stop(try stop(node))
        case "kill": return .kill(try kill(node))
        case "reload": return .reload(try reload(node))
        case "reconcile": return .reconcile(try reconcile(node))
        case "write": return .write(try write(node))
        case "http": return .http(try http(node))
        case "webhook": return .webhook(try webhook(node))
        case "advance": return .advance(try advance(node))
        case "git": return .git(try git(node))
        case "plant": return .plant(try plant(node))
        case "readers": return .readers(try readers(node))
        case "gate": return .gate(try gate(node))
        case "release": return .release(try release(node))
        case "clock": return .clock(try clock(node))
        case "sleep": return .sleep(try sleep(node))
        default: throw Diagnostic("'\(name)' is no verb", at: node.location)
        }
    }

    private static func start(_ node: SourceNode) throws(Diagnostic) -> StartVerb {
        if case .scalar = node.content { return StartVerb(actor: try node.string()) }
        let map = try FieldMap(node, Vocabulary.start)
        return StartVerb(
            actor: try map.needed("actor").string(), env: try map.strings("env"),
            ready: try map.boolean("ready") ?? true, old: try map.boolean("old") ?? false,
            empty: try map.boolean("empty") ?? false)
    }

    private static func stop(_ node: SourceNode) throws(Diagnostic) -> StopVerb {
        if case .scalar = node.content { return StopVerb(actor: try node.serverRef()) }
        let map = try FieldMap(node, Vocabulary.stop)
        return StopVerb(
            actor: try map.needed("actor").serverRef(), grace: try map.duration("grace"))
    }

    private static func kill(_ node: SourceNode) throws(Diagnostic) -> KillVerb {
        let map = try FieldMap(node, Vocabulary.kill)
        return KillVerb(
            actor: try map.needed("actor").serverRef(),
            signal: try map.choice("signal", KillVerb.Signal.self) ?? .kill,
            group: try map.boolean("group") ?? false)
    }

    private static func reload(_ node: SourceNode) throws(Diagnostic) -> ReloadVerb {
        let map = try FieldMap(node, Vocabulary.reload)
        return ReloadVerb(
            commit: try map["commit"]?.commitReference(), branch: try map.string("branch"),
            token: try map.string("token"), times: try map.integer("times") ?? 1,
            background: try map.boolean("background") ?? false)
    }

    private static func reconcile(_ node: SourceNode) throws(Diagnostic) -> ReconcileVerb {
        let map = try FieldMap(node, Vocabulary.reconcile)
        return ReconcileVerb(
            adopt: try map.choice("adopt", ReconcileVerb.Adoption.self),
            isCommand: try map.boolean("command") ?? false,
            background: try map.boolean("background") ?? false)
    }

    private static func write(_ node: SourceNode) throws(Diagnostic) -> WriteVerb {
        let map = try FieldMap(node, Vocabulary.write)
        let methods = WriteVerb.Method.allCases.filter { map[$0.rawValue] != nil }
        guard methods.count == 1, let method = methods.first else {
            throw Diagnostic(
                "write needs exactly one of put, patch, post, delete", at: node.location)
        }
        return WriteVerb(
            method: method, path: try map.needed(method.rawValue).string(),
            body: try map["body"]?.data(), headers: try map.strings("headers"),
            background: try map.boolean("background") ?? false)
    }

    private static func http(_ node: SourceNode) throws(Diagnostic) -> HTTPVerb {
        let map = try FieldMap(node, Vocabulary.http)
        return HTTPVerb(
            method: try map.needed("method").choice(HTTPVerb.Method.self),
            path: try map.needed("path").string(),
            headers: try map.strings("headers"), body: try map.string("body"))
    }

    private static func webhook(_ node: SourceNode) throws(Diagnostic) -> WebhookVerb {
        let map = try FieldMap(node, Vocabulary.webhook)
        return WebhookVerb(
            path: try map.needed("path").string(), event: try map.string("event") ?? "push",
            scheme: try map.choice("scheme", WebhookVerb.Scheme.self) ?? .github,
            payload: try map["payload"]?.data(), secret: try map.string("secret"),
            delivery: try map.string("delivery"), times: try map.integer("times") ?? 1,
            background: try map.boolean("background") ?? false)
    }

    private static func advance(_ node: SourceNode) throws(Diagnostic) -> AdvanceVerb {
        let map = try FieldMap(node, Vocabulary.advance)
        let place = try map.needed("ref")
        let ref = try place.actorRef()
        guard ref.pattern == nil, ref.capture == nil else {
            throw Diagnostic("'\(ref)' is no ref to move", at: place.location)
        }
        return AdvanceVerb(
            ref: ref,
            to: try map.needed("to").commitReference(allowsNext: true),
            force: try map.boolean("force") ?? false)
    }

    private static func git(_ node: SourceNode) throws(Diagnostic) -> GitVerb {
        let map = try FieldMap(node, Vocabulary.git)
        return GitVerb(
            actor: try map.needed("in").string(), args: try map.needed("args").stringList(),
            exit: try map.integer("exit", in: 0...255) ?? 0)
    }

    private static func plant(_ node: SourceNode) throws(Diagnostic) -> PlantVerb {
        let map = try FieldMap(node, Vocabulary.plant)
        let kinds = ["lock", "file", "corrupt", "truncate", "remove", "chmod"]
        guard kinds.contains(where: { map[$0] != nil }) else {
            throw Diagnostic(
                "plant needs one of \(kinds.joined(separator: ", "))", at: node.location)
        }
        if let content = map["content"], map["file"] == nil {
            throw Diagnostic("'content' needs 'file'", at: content.location)
        }
        return PlantVerb(
            actor: try map.needed("in").string(), lock: try map.string("lock"),
            file: try map.string("file"), content: try map.string("content"),
            corrupt: try map.string("corrupt"), truncate: try map.string("truncate"),
            remove: try map.string("remove"), chmod: try map.string("chmod"),
            age: try map.duration("age"))
    }
}
