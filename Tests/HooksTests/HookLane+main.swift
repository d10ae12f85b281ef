import Hooks

extension HookLane {
    /// The branch that most tests push to.
    var main: HookTrack { HookTrack(self, branch: "main") }
}
