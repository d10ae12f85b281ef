/// What may happen in one case at all. Leaving things out altogether finds more than mixing all of
/// them evenly.
struct SwarmOptions: Sendable {
    /// How many record names there are; few, so that commits collide.
    var names = 1
    /// How many fields a record has.
    var fields = 1
    /// The kinds of edit that are drawn, by number.
    var edits: [Int] = [0]
    /// The kinds of command that are drawn, by number.
    var commands: [Int] = [0]
    /// How many of eight steps have a fault of the network.
    var faults = 0
    /// How many of eight steps are interrupted.
    var interruptions = 0
    /// Whether the remote's history is ever rewritten.
    var rewrites = false
    var crashes = false
    var longest = 6
}
