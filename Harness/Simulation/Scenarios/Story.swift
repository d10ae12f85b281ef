import Reconcile

/// What a scenario of a case has to say: histories, what was done with which content, and what came
/// of it.
package struct Story: Sendable {
    /// One step that a person could repeat.
    struct Step: Sendable {
        let command: CaseCommand
        /// The word of the first reload in it.
        var outcome: String?
        /// The records of the remote's branch after people did something; nil: there is none.
        var made: RecordMap?
        /// Whether that commit has no parent.
        var isRoot = false
        var rewound = 0
        /// The records before and after a write; nil: nothing was written.
        var write: (before: RecordMap, after: RecordMap)?
        /// Whether a call met the network that this step broke.
        var isMet = false
        /// The named point at which the server died.
        var crashPoint: String?
        var end: StoryState?
    }

    /// Records after each commit that both sides have, the oldest first; then of each side.
    var shared: [RecordMap] = []
    var local: [RecordMap] = []
    var remote: [RecordMap] = []
    /// The first is the start of the server.
    private(set) var steps: [Step] = []
    /// Whether the language of scenarios has words for all that happened.
    package var isTellable = true
    /// What follows is no step of the case.
    var isOver = false
    private var lastPoint = "after-fetched"

    mutating func begin(_ planned: CaseStep) {
        steps.append(Step(command: planned.command))
        lastPoint = "after-fetched"
        let onlyCrashes = planned.interruptions.values.allSatisfy { $0 == .crash }
        if !planned.faults.isEmpty || !onlyCrashes { isTellable = false }
        switch planned.command {
        case .foreignCommit, .advanceClock: isTellable = false
        case .breakNetwork(let fault):
            if fault != .refused, fault != .busy { isTellable = false }
        default: break
        }
    }

    mutating func end(_ state: StoryState) {
        change { $0.end = state }
        // A scenario can name one ref by a pattern, not several.
        if max(state.conflictBranches, state.remoteConflictBranches) > 1 { isTellable = false }
    }

    /// How a reload ended; what was predicted of it counts more.
    mutating func note(_ end: ReloadEnd, predicted: String?) {
        if case .done(let report) = end, !report.dropped.isEmpty, !isAnswered {
            // The runner excuses what an answer lists as dropped, and nobody is answered here.
            isTellable = false
        }
        change { step in
            guard step.outcome == nil, step.crashPoint == nil else { return }
            switch end {
            case .done(let report): step.outcome = predicted ?? report.outcome.rawValue
            case .refused(let refusal): step.outcome = predicted ?? refusal.code
            case .died: break
            }
        }
    }

    /// Whether the reload that just ended has an answer in the scenario.
    private var isAnswered: Bool {
        guard let step = steps.last, step.outcome == nil, step.crashPoint == nil else {
            return false
        }
        return switch step.command {
        case .reload, .reconcile: true
        default: false
        }
    }

    var rewound: Int {
        get { steps.last?.rewound ?? 0 }
        set { change { $0.rewound = newValue } }
    }

    mutating func made(_ records: RecordMap, isRoot: Bool) {
        change {
            $0.made = records
            $0.isRoot = isRoot
        }
    }

    mutating func write(from before: RecordMap, to after: RecordMap) {
        change { $0.write = (before, after) }
    }

    /// A call met the broken network. A scenario's fault that nobody meets proves nothing and fails.
    mutating func meetBrokenNetwork() {
        let last = steps.lastIndex { step in
            if case .breakNetwork = step.command { true } else { false }
        }
        if let last, !isOver { steps[last].isMet = true }
    }

    /// The server passed a boundary.
    mutating func pass(_ name: String) {
        let isPoint = name.hasPrefix("before-") || name.hasPrefix("after-")
        if isPoint { lastPoint = name }
        // The change of a reference is behind it, the effect it belongs to not quite.
        if name == "moved" || name == "deleted" {
            lastPoint = lastPoint.replacing("before-", with: "after-")
        }
    }

    mutating func crash(at name: String) {
        if ["fetch", "push", "push-over"].contains(name) || steps.count == 1 { isTellable = false }
        let isWrite = if case .write = steps.last?.command { true } else { false }
        let point = name == "written" ? "before-branch-moved" : lastPoint
        switch steps.last?.command {
        case .reload, .reconcile, .write: break
        default: isTellable = false
        }
        // Where the effect was a push's, or a write's first step, there is no such point.
        if isWrite, point == "after-fetched" { isTellable = false }
        change { $0.crashPoint = point }
    }

    private mutating func change(_ body: (inout Step) -> Void) {
        guard !isOver, !steps.isEmpty else { return }
        body(&steps[steps.count - 1])
    }
}

/// How things stand behind a step.
struct StoryState: Sendable {
    /// The records of the clone's branch.
    let local: RecordMap
    /// Whether the remote's branch is at the same commit.
    let isOnRemote: Bool
    /// The word of status for what the push daemon does.
    let push: String
    /// Of the clone, and of the remote.
    let conflictBranches: Int
    let remoteConflictBranches: Int
}
