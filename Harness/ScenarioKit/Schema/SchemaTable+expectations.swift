/// What must hold.
extension SchemaTable {
    /// Expectations.
    static let expectations: [String: [String: SchemaNode]] = [
        "/$defs/expect": [
            "status": .either([.types(["integer"]), .list(of: .types(["integer"]))]),
            "outcome": .reference("outcome"),
            "reason": .reference("slug"),
            "swapped": .types(["boolean"]),
            "old": .reference("commitRef"),
            "new": .reference("commitRef"),
            "commit": .reference("commitRef"),
            "served": .reference("commitRef"),
            "ahead": .reference("cmp"),
            "behind": .reference("cmp"),
            "conflict-branch": .reference("text"),
            "body": .map(),
            "boot": .keys(atLeast: 0),
            "refs": .map(names: .reference("refName"), of: .reference("commitRef")),
            "graph": .map(of: .types(["string"])),
            "reachable": .list(of: .keys(atLeast: 0)),
            "record": .map(of: .either([.map(), .constant(.string("absent"))])),
            "files": .described(
                "ACTOR:PATH: the whole text of a file of a server's files or of a clone's folder; absent: there is none",
                .map(
                    names: .bounded("string", [("pattern", .string(#"^[a-z][a-z0-9-]*:[^/].*$"#))]),
                    of: .reference("text"))),
            "reads": .keys(atLeast: 0),
            "push": .keys(atLeast: 0),
            "cluster": .keys(atLeast: 0),
            "gate": .reference("slug"),
            "ready": .reference("cmp"),
            "alive": .types(["boolean"]),
            "exit": .reference("cmp"),
            "cpu": .reference("cmp"),
            "fsck": .choice,
            "locks": .choice,
            "worktree": .choice,
            "log": .list(of: .keys(atLeast: 0)),
            "metrics": .map(of: .reference("cmp")),
            "pushed": .types(["boolean"]),
            "dropped": .list(of: .reference("commitRef")),
        ],
        "/$defs/expect/properties/boot": [
            "outcome": .reference("outcome"),
            "reason": .reference("slug"),
        ],
        "/$defs/expect/properties/reachable/items": [
            "commit": .reference("commitRef"),
            "from": .reference("refName"),
            "as": .choice,
        ],
        "/$defs/expect/properties/reads": [
            "of": .reference("slug"),
            "count": .reference("cmp"),
            "torn": .reference("cmp"),
            "errors": .reference("cmp"),
            "monotonic": .choice,
            "observed": .list(of: .reference("commitRef")),
            "fresh-after-ack": .types(["boolean"]),
            "p99": .reference("cmp"),
        ],
        "/$defs/expect/properties/push": [
            "state": .choice,
            "attempts": .reference("cmp"),
            "retries": .reference("cmp"),
            "pending": .reference("cmp"),
            "forced": .reference("cmp"),
            "next-delay": .reference("cmp"),
            "reason": .choice,
        ],
        "/$defs/expect/properties/cluster": [
            "role": .choice,
            "writer": .described("the node it takes for the writer", .reference("text")),
            "nodes": .reference("cmp"),
            "converged": .described(
                "it serves what the remote's branch is at", .types(["boolean"])),
            "behind": .described(
                "the nodes it knows to be behind the newest tip, in any order",
                .list(of: .types(["string"]))),
        ],
        "/$defs/expect/properties/log/items": [
            "level": .choice,
            "event": .types(["string"]),
            "matches": .types(["string"]),
            "count": .reference("cmp"),
        ],
    ]
}
