import Simulation

/// What model, git and the simulated server each say of one reload.
struct Opinion: Sendable, CustomStringConvertible {
    let step: Int
    let command: String
    let model: String
    let git: String
    let simulated: String

    /// Whether all three say the same.
    var isOne: Bool { model == git && git == simulated }

    var description: String {
        let place = step == 0 ? "start" : "step \(step), \(command)"
        if isOne { return "\(place): model, git and simulation say \(model)" }
        return
            "\(place): the model says \(model), git says \(git), the simulation says \(simulated)"
    }
}
