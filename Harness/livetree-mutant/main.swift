import Assembly
import Foundation

// The first argument names what is wrong with this server; the rest is `livetree`'s.
let arguments = Array(CommandLine.arguments.dropFirst())
guard let mutant = arguments.first.flatMap({ Mutant($0) }) else {
    FileHandle.standardError.write(Data("usage: livetree-mutant \(Mutant.usage) COMMAND…\n".utf8))
    exit(64)
}
let own = ProcessInfo.processInfo.environment
let effects = mutant.effects(in: own["CFP_DATA_REPO_PATH"] ?? "")
exit(
    await Program(
        effects: effects, clusterEffects: mutant.clusterEffects,
        environment: try mutant.environment(over: own)
    )
    .run(Array(arguments.dropFirst())))
