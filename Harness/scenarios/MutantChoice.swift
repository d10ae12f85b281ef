import ArgumentParser
import Simulation

/// One mutant of the simulation, or all of them.
struct MutantChoice: ExpressibleByArgument {
    let mutants: [SimulatedMutant]

    init?(argument: String) {
        if argument == "all" {
            mutants = SimulatedMutant.allCases
        } else if let mutant = SimulatedMutant(rawValue: argument) {
            mutants = [mutant]
        } else {
            return nil
        }
    }

    static var allValueStrings: [String] { SimulatedMutant.allCases.map(\.rawValue) + ["all"] }
}

extension CaseProfile: ExpressibleByArgument {}
