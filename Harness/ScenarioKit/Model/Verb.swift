/// What a step does.
package enum Verb: Sendable, Hashable {
    /// Only `expect`.
    case assertion
    case start(StartVerb)
    case stop(StopVerb)
    case kill(KillVerb)
    case reload(ReloadVerb)
    case reconcile(ReconcileVerb)
    case write(WriteVerb)
    case http(HTTPVerb)
    case webhook(WebhookVerb)
    case advance(AdvanceVerb)
    case git(GitVerb)
    case plant(PlantVerb)
    case readers(ReadersVerb)
    /// The name the readers were started under.
    case stopReaders(String)
    case fault(Fault)
    case heal(HealVerb)
    case gate(GateVerb)
    case release(ReleaseVerb)
    case clock(ClockVerb)
    /// Waits until this holds; the step's `within` bounds it.
    case wait(until: Expectation)
    /// Watches this long: a push, a log line at warn or above, or a ref change fails.
    case quiet(Duration)
    case sleep(SleepVerb)
    /// Branches that run at the same time.
    case parallel([[Step]])
    case `repeat`(RepeatVerb)
    /// The name of the stored snapshot.
    case snapshot(String)
    /// Stops here and opens a shell.
    case shell

    /// The key of the language: `stop-readers`; `expect` for an assertion.
    package var name: String {
        switch self {
        case .assertion: "expect"
        case .start: "start"
        case .stop: "stop"
        case .kill: "kill"
        case .reload: "reload"
        case .reconcile: "reconcile"
        case .write: "write"
        case .http: "http"
        case .webhook: "webhook"
        case .advance: "advance"
        case .git: "git"
        case .plant: "plant"
        case .readers: "readers"
        case .stopReaders: "stop-readers"
        case .fault: "fault"
        case .heal: "heal"
        case .gate: "gate"
        case .release: "release"
        case .clock: "clock"
        case .wait: "wait"
        case .quiet: "quiet"
        case .sleep: "sleep"
        case .parallel: "parallel"
        case .repeat: "repeat"
        case .snapshot: "snapshot"
        case .shell: "shell"
        }
    }
}
