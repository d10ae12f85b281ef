/// Who is there and what happened before.
extension SchemaTable {
    /// The file itself, actors and history.
    static let world: [String: [String: SchemaNode]] = [
        "": [
            "scenario": .described(
                "Stable id; must equal the file name without .yaml", .reference("slug")),
            "title": .bounded("string", [("maxLength", .integer(100))]),
            "why": .described(
                "The danger in one or two sentences. Printed on failure.", .types(["string"])),
            "state": .described(
                "Ids from the git-state catalogue this scenario covers",
                .list(of: .bounded("string", [("pattern", .string(#"^S[0-9]{2,3}$"#))]))),
            "cites": .list(of: .types(["string"])),
            "tags": .list(of: .reference("slug")),
            "level": .usually("core", .choice),
            "requires": .keys(atLeast: 0),
            "use": .described(
                "Preset files merged under this one (maps deep-merge, lists append)",
                .list(of: .types(["string"]))),
            "matrix": .described(
                "Cartesian product; every cell is reported as its own test case",
                .map(of: .list(atLeast: 1))),
            "timeout": .reference("duration"),
            "seed": .bounded("integer", [("minimum", .integer(0))]),
            "clock": .keys(atLeast: 0),
            "actors": .map(of: .reference("actor")),
            "history": .keys(atLeast: 0),
            "steps": .list(of: .reference("step"), atLeast: 1),
            "expect": .described(
                "Checked after the last step, with every fault healed", .reference("expect")),
            "finally": .described(
                "Always run, even after a failure", .list(of: .reference("step"))),
            "relax": .list(of: .keys(atLeast: 0)),
            "xfail": .keys(atLeast: 0),
        ],
        "/$defs/actor": [
            "kind": .choice,
            "of": .types(["string"]),
            "data": .types(["string"]),
            "remote": .types(["string"]),
            "cluster": .described(
                "Of a server: the etcd of the cluster it is a node of", .types(["string"])),
            "transport": .described(
                "http: git-http-backend behind the fault proxy; a matrix axis named transport sets it for every remote",
                .usually("http", .choice)),
            "clone": .choice,
            "object-format": .choice,
            "ref-format": .choice,
            "config": .map(of: .types(["string", "boolean", "integer"])),
            "hooks": .map(of: .types(["string"])),
            "env": .map(of: .types(["string"])),
            "files": .described(
                "Of a server: files it finds in the folder ${files}, a configuration or scripts; one that begins with #! can be run",
                .map(of: .types(["string"]))),
            "args": .described(
                "Of a server: arguments after serve; ${files}, ${world}, ${project} are folders",
                .list(of: .types(["string"]))),
            "identity": .types(["string"]),
        ],
        "/$defs/commit": [
            "by": .types(["string"]),
            "message": .types(["string"]),
            "at": .described(
                "Absolute date or offset (+1h, -3d) from the tick; author and committer",
                .types(["string"])),
            "stamp": .described(
                "Rewrite every stamped record with gen = N (this is what makes a torn read visible)",
                .types(["integer"])),
            "set": .map(of: .either([.reference("fields"), .types(["string"])])),
            "patch": .map(of: .reference("fields")),
            "delete": .list(of: .types(["string"])),
            "move": .map(of: .types(["string"])),
            "mode": .map(of: .choice),
            "symlink": .map(of: .types(["string"])),
            "gitlink": .map(of: .types(["string"])),
            "bytes": .map(of: .described("hex", .types(["string"]))),
            "blob": .keys(atLeast: 0),
            "empty": .constant(.boolean(true)),
            "encoding": .types(["string"]),
            "gpgsig": .types(["string"]),
            "records": .described(
                "SHEET: N generates N records p000… with slug, name, bio and gen",
                .map(of: .bounded("integer", [("minimum", .integer(1))]))),
        ],
        "/properties/requires": [
            "git": .bounded(
                "string", [("pattern", .string(#"^(>=|<|==) ?[0-9]+\.[0-9]+(\.[0-9]+)?$"#))]),
            "caps": .list(of: .choice),
        ],
        "/properties/clock": [
            "start": .bounded("string", [("format", .string(#"date-time"#))]),
            "mode": .described(
                "frozen: never moves. manual: moves by the clock step only. real: wall clock",
                .choice),
        ],
        "/properties/history": [
            "graph": .described(
                "Left-to-right ASCII graph as in git's man pages (drawdag rules). Text after a tip is its ref list, ACTOR:BRANCH",
                .types(["string"])),
            "parents": .described(
                "Explicit parents; overrides graph where parent order matters",
                .map(of: .list(of: .reference("commitName")))),
            "refs": .map(names: .reference("refName"), of: .reference("commitName")),
            "commits": .map(names: .reference("commitName"), of: .reference("commit")),
        ],
        "/properties/relax/items": [
            "invariant": .reference("invariant"),
            "because": .bounded("string", [("minLength", .integer(10))]),
        ],
        "/properties/xfail": [
            "because": .types(["string"]),
            "issue": .types(["string"]),
        ],
        "/$defs/commit/properties/blob": [
            "path": .types(["string"]),
            "size": .reference("size"),
            "seed": .types(["integer"]),
        ],
    ]
}
