/// A command, and what interferes while it is carried out.
package struct CaseStep: Hashable, Sendable {
    package var command: CaseCommand
    /// By the number of the network call within the step, from 1.
    package var faults: [Int: NetworkFault]
    /// By the number of the action boundary within the step, from 1.
    package var interruptions: [Int: Interruption]

    package init(
        _ command: CaseCommand, faults: [Int: NetworkFault] = [:],
        interruptions: [Int: Interruption] = [:]
    ) {
        self.command = command
        self.faults = faults
        self.interruptions = interruptions
    }
}

/// What happens at a boundary between two actions of the server.
package enum Interruption: Hashable, Sendable {
    /// The process is gone, as by a power cut; it starts again when the step is over.
    case crash
    /// The next action fails as on a damaged disk, or on a full one.
    case failure(diskFull: Bool)
    /// Something else happens in between.
    case command(CaseCommand)
}
