/// One promised run of a repository's command, from its acceptance to its end.
package struct HookJob: Hashable, Sendable {
    package let id: String
    package let lane: HookLane
    package var work: HookWork
    /// Counts the runs, from one.
    package var attempt = 1

    package init(id: String, lane: HookLane, work: HookWork, attempt: Int = 1) {
        self.id = id
        self.lane = lane
        self.work = work
        self.attempt = attempt
    }
}
