extension ActorSpec {
    /// The world of a scenario that declares none: a remote over HTTP, a bare clone of it, a server
    /// on the clone, and a writer.
    package static let defaults = [
        ActorSpec(name: "origin", kind: .remote),
        ActorSpec(name: "local", kind: .clone, of: "origin"),
        ActorSpec(name: "api", kind: .server, data: "local", remote: "origin"),
        ActorSpec(name: "editor", kind: .writer, of: "origin"),
    ]
}
