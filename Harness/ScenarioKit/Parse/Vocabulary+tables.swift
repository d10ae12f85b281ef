extension Vocabulary {
    /// Every map of the language with a closed set of keys.
    package static let allKeySets: [KeySet] = [
        scenario, requires, clock, history, relax, xfail, actor, commit, blob, step, start, stop,
        kill, reload, reconcile, write, http, webhook, advance, readers, gate, release, plant, git,
        moveClock, wait, sleep, `repeat`, fault, cut, respond, disk, syscall, expect, boot,
        reachable, reads, push, cluster, log,
    ]

    /// Every closed set of words, by JSON pointer into `scenario.schema.json`.
    package static let allChoices: [String: [String]] = [
        "/properties/level": words(Scenario.Level.self),
        "/properties/requires/properties/caps/items": words(Requirements.Capability.self),
        "/properties/clock/properties/mode": words(ClockSettings.Mode.self),
        "/$defs/outcome": words(Outcome.self),
        "/$defs/invariant": words(Invariant.self),
        "/$defs/actor/properties/kind": words(ActorSpec.Kind.self),
        "/$defs/actor/properties/transport": words(ActorSpec.Transport.self),
        "/$defs/actor/properties/clone": words(ActorSpec.CloneKind.self),
        "/$defs/actor/properties/object-format": words(ActorSpec.ObjectFormat.self),
        "/$defs/actor/properties/ref-format": words(ActorSpec.RefFormat.self),
        "/$defs/commit/properties/mode/additionalProperties": words(CommitSpec.Mode.self),
        "/$defs/step/properties/kill/properties/signal": words(KillVerb.Signal.self),
        "/$defs/step/properties/http/properties/method": words(HTTPVerb.Method.self),
        "/$defs/step/properties/readers/properties/connection":
            words(ReadersVerb.Connection.self),
        "/$defs/step/properties/gate/properties/git": words(GateVerb.GitCommand.self),
        "/$defs/step/properties/gate/properties/hook": words(GateVerb.Hook.self),
        "/$defs/step/properties/release/properties/with": words(ReleaseVerb.Way.self),
        "/$defs/step/properties/reconcile/properties/adopt": words(ReconcileVerb.Adoption.self),
        "/$defs/step/properties/webhook/properties/scheme": words(WebhookVerb.Scheme.self),
        "/$defs/fault/properties/cut/properties/service": words(Fault.Cut.Service.self),
        "/$defs/fault/properties/cut/properties/direction": words(Fault.Cut.Direction.self),
        "/$defs/fault/properties/cut/properties/how": words(Fault.Cut.How.self),
        "/$defs/fault/properties/refuse": words(Fault.Refusal.self),
        "/$defs/fault/properties/isolate": words(Fault.Link.self),
        "/$defs/fault/properties/do": words(Fault.Action.self),
        "/$defs/expect/properties/reachable/items/properties/as":
            words(ReachableExpectation.Form.self),
        "/$defs/expect/properties/reads/properties/monotonic":
            words(ReadsExpectation.Monotonic.self),
        "/$defs/expect/properties/push/properties/state": words(PushExpectation.State.self),
        "/$defs/expect/properties/push/properties/reason": words(PushExpectation.Reason.self),
        "/$defs/expect/properties/cluster/properties/role":
            words(ClusterExpectation.Role.self),
        "/$defs/expect/properties/fsck": words(FsckExpectation.self),
        "/$defs/expect/properties/locks": words(LocksExpectation.self),
        "/$defs/expect/properties/worktree": words(WorktreeExpectation.self),
        "/$defs/expect/properties/log/items/properties/level": words(LogExpectation.Level.self),
    ]

    private static func words<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) -> [String] where Choice.RawValue == String {
        Choice.allCases.map(\.rawValue)
    }
}
