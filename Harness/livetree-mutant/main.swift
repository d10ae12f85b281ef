import Assembly
import Foundation

// The first argument names what is wrong with this server; the rest is `livetree`'s.
let arguments = Array(CommandLine.arguments.dropFirst())
guard let mutant = arguments.first.flatMap(Mutant.init(rawValue:)) else {
    let names = Mutant.allCases.map(\.rawValue).joined(separator: " | ")
    FileHandle.standardError.write(Data("usage: livetree-mutant \(names) COMMAND…\n".utf8))
    exit(64)
}
exit(
    await Program(effects: mutant.effects, environment: ProcessInfo.processInfo.environment)
        .run(Array(arguments.dropFirst())))
