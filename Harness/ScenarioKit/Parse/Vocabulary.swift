/// Every key of the language, one constant a map.
package enum Vocabulary {
    static let scenario = KeySet(
        "", "a scenario",
        """
        scenario! title! why tags state cites level timeout requires use matrix seed clock \
        actors history steps! expect finally relax xfail
        """)
    static let requires = KeySet("/properties/requires", "requires", "git caps")
    static let clock = KeySet("/properties/clock", "clock", "start mode")
    static let history = KeySet("/properties/history", "history", "graph parents refs commits")
    static let relax = KeySet("/properties/relax/items", "relax", "invariant! because!")
    static let xfail = KeySet("/properties/xfail", "xfail", "because! issue")
    static let actor = KeySet(
        "/$defs/actor", "an actor",
        """
        kind! of data remote cluster transport clone object-format ref-format config hooks env files \
        args identity
        """)
    static let commit = KeySet(
        "/$defs/commit", "a commit",
        """
        by message at stamp set patch delete move mode symlink gitlink bytes blob empty encoding \
        gpgsig records
        """)
    static let blob = KeySet("/$defs/commit/properties/blob", "blob", "path! size! seed")

    /// Keys that may stand beside a verb.
    static let besideVerb = ["as", "at", "expect", "within", "note", "when"]
    static let step = KeySet(
        "/$defs/step", "a step",
        """
        as at expect within note when start stop kill reload write http advance readers \
        stop-readers fault heal gate release plant git clock wait quiet sleep parallel repeat \
        snapshot shell reconcile webhook
        """)
    static let verbs = step.keys.filter { !besideVerb.contains($0) }
    static let start = verb("start", "actor! env ready old empty", at: "/anyOf/1")
    static let stop = verb("stop", "actor! grace", at: "/anyOf/1")
    static let kill = verb("kill", "actor! signal group")
    static let reload = verb("reload", "commit branch token times background")
    static let reconcile = verb("reconcile", "adopt background command")
    static let write = verb("write", "put patch post delete body headers background")
    static let http = verb("http", "method! path! headers body")
    static let webhook = verb(
        "webhook", "path! event scheme payload secret delivery times background")
    static let advance = verb("advance", "ref! to! force")
    static let readers = verb("readers", "as! count! connection think mix hold-after")
    static let gate = verb("gate", "id! in! git hook point nth")
    static let release = verb("release", "gate! with")
    static let plant = verb("plant", "in! lock file content corrupt truncate remove chmod age")
    static let git = verb("git", "in! args! exit")
    static let moveClock = verb("clock", "advance set")
    static let wait = verb("wait", "until!")
    static let sleep = verb("sleep", "for! because!")
    static let `repeat` = verb("repeat", "times! steps!")

    static let fault = KeySet(
        "/$defs/fault", "a fault",
        """
        id! in! cut refuse respond latency jitter bandwidth decline disk syscall isolate point do \
        for probability
        """)
    static let cut = effect("cut", "service direction after! how")
    static let respond = effect("respond", "status! retry-after location body times")
    static let disk = effect("disk", "free read-only")
    static let syscall = effect("syscall", "name! error! nth")

    static let expect = KeySet(
        "/$defs/expect", "expect",
        """
        status outcome reason swapped old new commit served ahead behind conflict-branch body \
        boot refs graph reachable record files reads push cluster gate ready alive exit cpu fsck locks \
        worktree log metrics pushed dropped
        """)
    static let boot = expectation("boot", "outcome reason")
    static let reachable = expectation("reachable", "commit! from! as", at: "/items")
    static let reads = expectation(
        "reads", "of! count torn errors monotonic observed fresh-after-ack p99")
    static let push = expectation(
        "push", "state attempts retries pending forced next-delay reason")
    static let cluster = expectation("cluster", "role writer nodes converged behind")
    static let log = expectation("log", "level event matches count", at: "/items")

    private static func verb(_ name: String, _ keys: String, at tail: String = "") -> KeySet {
        KeySet("/$defs/step/properties/\(name)\(tail)", name, keys)
    }

    private static func effect(_ name: String, _ keys: String) -> KeySet {
        KeySet("/$defs/fault/properties/\(name)", name, keys)
    }

    private static func expectation(
        _ name: String, _ keys: String, at tail: String = ""
    ) -> KeySet {
        KeySet("/$defs/expect/properties/\(name)\(tail)", name, keys)
    }
}
