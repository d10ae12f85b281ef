/// What happens.
extension SchemaTable {
    /// Steps and faults.
    static let course: [String: [String: SchemaNode]] = [
        "/$defs/step": [
            "as": .described(
                "Capture the result; later steps read $name.field", .reference("slug")),
            "at": .described(
                "The server that is spoken to and looked at, the first one when nothing is said; "
                    + "store.writer: the node of the cluster store that writes now; store, where "
                    + "something is only expected: each of its nodes that runs",
                .reference("server")),
            "expect": .reference("expect"),
            "within": .described(
                "Retry the expectation until it holds or this much time has passed",
                .reference("duration")),
            "note": .types(["string"]),
            "when": .described("Run only in these matrix cells", .map(of: .types(["string"]))),
            "start": .either([.types(["string"]), .keys(atLeast: 0)]),
            "stop": .either([.reference("server"), .keys(atLeast: 0)]),
            "kill": .keys(atLeast: 0),
            "reload": .keys(atLeast: 0),
            "write": .keys(atLeast: 0),
            "http": .keys(atLeast: 0),
            "advance": .keys(atLeast: 0),
            "readers": .keys(atLeast: 0),
            "stop-readers": .reference("slug"),
            "fault": .reference("fault"),
            "heal": .either([.reference("slug"), .constant(.string("all"))]),
            "gate": .keys(atLeast: 0),
            "release": .keys(atLeast: 0),
            "plant": .keys(atLeast: 0),
            "git": .keys(atLeast: 0),
            "clock": .keys(atLeast: 0),
            "wait": .keys(atLeast: 0),
            "quiet": .described(
                "Watch for this long; any new push, log line at warn or above, or ref change fails",
                .reference("duration")),
            "sleep": .keys(atLeast: 0),
            "parallel": .list(of: .list(of: .reference("step")), atLeast: 2),
            "repeat": .keys(atLeast: 0),
            "snapshot": .described(
                "Store a symbolic repository snapshot next to the scenario; --update rewrites it",
                .reference("slug")),
            "shell": .described(
                "Stop here and open a shell in this world (refused with CI=true)",
                .constant(.boolean(true))),
            "reconcile": .described("POST /api/_internal/reconcile", .keys(atLeast: 0)),
            "webhook": .described(
                "A signed webhook delivery; the harness signs it independently. secret: the "
                    + "receiver's own when nothing is said. payload: in its texts ${R1} is the id of "
                    + "commit R1; a text is sent as it stands. delivery: a new id each time when "
                    + "nothing is said. times: one after another",
                .keys(atLeast: 0)),
        ],
        "/$defs/fault": [
            "id": .reference("slug"),
            "in": .types(["string"]),
            "cut": .keys(atLeast: 0),
            "refuse": .choice,
            "respond": .keys(atLeast: 0),
            "latency": .reference("duration"),
            "jitter": .reference("duration"),
            "bandwidth": .bounded("string", [("pattern", .string(#"^[0-9]+(B|KiB|MiB)/s$"#))]),
            "decline": .described("pre-receive prints this and exits 1", .types(["string"])),
            "disk": .keys(atLeast: 0),
            "syscall": .keys(atLeast: 0),
            "isolate": .described("what this server and the other send is held back", .choice),
            "point": .types(["string"]),
            "do": .choice,
            "for": .reference("duration"),
            "probability": .bounded(
                "number", [("minimum", .integer(0)), ("maximum", .integer(1))]),
        ],
        "/$defs/step/properties/start/anyOf/1": [
            "actor": .types(["string"]),
            "env": .map(of: .types(["string"])),
            "ready": .types(["boolean"]),
            "old": .described(
                "the program of `scenarios run --old`, with the same folder, instead of the one "
                    + "under test", .types(["boolean"])),
            "empty": .described(
                "an etcd that has lost the data of its last life", .types(["boolean"])),
        ],
        "/$defs/step/properties/stop/anyOf/1": [
            "actor": .reference("server"),
            "grace": .reference("duration"),
        ],
        "/$defs/step/properties/kill": [
            "actor": .reference("server"),
            "signal": .choice,
            "group": .types(["boolean"]),
        ],
        "/$defs/step/properties/reload": [
            "commit": .reference("commitRef"),
            "branch": .types(["string"]),
            "token": .types(["string"]),
            "times": .bounded("integer", [("minimum", .integer(1))]),
            "background": .types(["boolean"]),
        ],
        "/$defs/step/properties/write": [
            "put": .types(["string"]),
            "patch": .types(["string"]),
            "post": .types(["string"]),
            "delete": .types(["string"]),
            "body": .anything,
            "headers": .map(of: .types(["string"])),
            "background": .types(["boolean"]),
        ],
        "/$defs/step/properties/http": [
            "method": .choice,
            "path": .types(["string"]),
            "headers": .map(),
            "body": .types(["string"]),
        ],
        "/$defs/step/properties/advance": [
            "ref": .reference("refName"),
            "to": .reference("commitRef"),
            "force": .types(["boolean"]),
        ],
        "/$defs/step/properties/readers": [
            "as": .reference("slug"),
            "count": .bounded("integer", [("minimum", .integer(1))]),
            "connection": .choice,
            "think": .reference("duration"),
            "mix": .map(of: .bounded("integer", [("minimum", .integer(1))])),
            "hold-after": .described(
                "so much of its first answer each reader takes, and the rest when it is stopped",
                .reference("size")),
        ],
        "/$defs/step/properties/gate": [
            "id": .reference("slug"),
            "in": .types(["string"]),
            "git": .choice,
            "hook": .choice,
            "point": .types(["string"]),
            "nth": .bounded("integer", [("minimum", .integer(1))]),
        ],
        "/$defs/step/properties/release": [
            "gate": .reference("slug"),
            "with": .choice,
        ],
        "/$defs/step/properties/plant": [
            "in": .types(["string"]),
            "lock": .types(["string"]),
            "file": .types(["string"]),
            "content": .types(["string"]),
            "corrupt": .types(["string"]),
            "truncate": .types(["string"]),
            "remove": .types(["string"]),
            "chmod": .types(["string"]),
            "age": .reference("duration"),
        ],
        "/$defs/step/properties/git": [
            "in": .types(["string"]),
            "args": .list(of: .types(["string"])),
            "exit": .types(["integer"]),
        ],
        "/$defs/step/properties/clock": [
            "advance": .reference("duration"),
            "set": .bounded("string", [("format", .string(#"date-time"#))]),
        ],
        "/$defs/step/properties/wait": [
            "until": .reference("expect")
        ],
        "/$defs/step/properties/sleep": [
            "for": .reference("duration"),
            "because": .bounded("string", [("minLength", .integer(10))]),
        ],
        "/$defs/step/properties/repeat": [
            "times": .bounded("integer", [("minimum", .integer(1))]),
            "steps": .list(of: .reference("step")),
        ],
        "/$defs/step/properties/reconcile": [
            "adopt": .choice,
            "background": .types(["boolean"]),
            "command": .described(
                "livetree reconcile instead of the endpoint; its exit status is the step's exit",
                .types(["boolean"])),
        ],
        "/$defs/step/properties/webhook": [
            "path": .types(["string"]),
            "event": .types(["string"]),
            "scheme": .choice,
            "payload": .anything,
            "secret": .types(["string"]),
            "delivery": .types(["string"]),
            "times": .bounded("integer", [("minimum", .integer(1))]),
            "background": .types(["boolean"]),
        ],
        "/$defs/fault/properties/cut": [
            "service": .choice,
            "direction": .choice,
            "after": .reference("size"),
            "how": .choice,
        ],
        "/$defs/fault/properties/respond": [
            "status": .types(["integer"]),
            "retry-after": .types(["string"]),
            "location": .described(
                "Location header: where the repository is said to have moved; ${NAME} is host, "
                    + "port and path of the remote NAME",
                .types(["string"])),
            "body": .types(["string"]),
            "times": .types(["integer"]),
        ],
        "/$defs/fault/properties/disk": [
            "free": .reference("size"),
            "read-only": .types(["boolean"]),
        ],
        "/$defs/fault/properties/syscall": [
            "name": .described("system calls, with commas between", .types(["string"])),
            "error": .described("a name of errno, as EIO", .types(["string"])),
            "nth": .described("the call that fails, counted for each thread", .types(["integer"])),
        ],
    ]
}
