import Subprocess

/// Any program of the system.
enum Program {
    /// Whether it is there and exits with 0.
    static func run(_ name: String, _ arguments: String...) async throws -> Bool {
        let result = try? await Subprocess.run(
            .name(name), arguments: Arguments(arguments), input: .none, output: .discarded,
            error: .discarded)
        return result?.terminationStatus.isSuccess == true
    }
}
