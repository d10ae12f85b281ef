/// What must hold; only the keys given are looked at.
package struct Expectation: Sendable, Hashable {
    /// Any of these HTTP statuses.
    package var status: [Int]?
    package var outcome: Outcome?
    package var reason: String?
    package var swapped: Bool?
    package var old: CommitReference?
    package var new: CommitReference?
    package var commit: CommitReference?
    package var served: CommitReference?
    package var ahead: Comparison?
    package var behind: Comparison?
    package var conflictBranch: TextMatcher?
    /// A subset of the JSON answer.
    package var body: [NamedMatcher]?
    package var boot: BootExpectation?
    /// Exact for the refs given.
    package var refs: [RefExpectation]?
    package var graph: [GraphExpectation]?
    package var reachable: [ReachableExpectation]?
    package var record: [RecordExpectation]?
    package var files: [FileExpectation]?
    package var reads: ReadsExpectation?
    package var push: PushExpectation?
    package var cluster: ClusterExpectation?
    /// This gate holds someone.
    package var gate: String?
    /// Status of `/api/health/ready`.
    package var ready: Comparison?
    package var alive: Bool?
    /// Exit status of the server.
    package var exit: Comparison?
    /// Per cent of one core over the step.
    package var cpu: Comparison?
    package var fsck: FsckExpectation?
    package var locks: LocksExpectation?
    package var worktree: WorktreeExpectation?
    package var log: [LogExpectation]?
    package var metrics: [MetricExpectation]?
    package var pushed: Bool?
    package var dropped: [CommitReference]?

    /// Where each wanted value stands, by dotted key: `outcome`, `push.attempts`,
    /// `refs.origin:main`, `log.0.count`.
    package var locations: [String: ScenarioLocation] = [:]
    /// Where the expectation begins.
    package var location: ScenarioLocation

    /// Where `key` is wanted; a key that was not written falls back to its parent.
    package func location(of key: String) -> ScenarioLocation {
        ScenarioLocation.find(key, in: locations) ?? location
    }
}
