import GitModel

/// One branch of one lane: what a push is joined with. Another branch is another run, after it.
package struct HookTrack: Hashable, Sendable {
    package let lane: HookLane
    private let branch: ExactText

    package init(_ lane: HookLane, branch: String) {
        self.lane = lane
        self.branch = ExactText(branch)
    }
}

extension HookJob {
    var track: HookTrack { HookTrack(lane, branch: work.branch) }
}
