/// Collects diagnostics while reading goes on, so that one run reports more than one mistake.
final class DiagnosticList {
    private(set) var all: [Diagnostic] = []

    /// True once an error was added.
    var hasErrors: Bool { all.contains { $0.severity == .error } }

    /// Adds a diagnostic unless it is there already or the limit is reached.
    func add(_ diagnostic: Diagnostic) {
        guard all.count < ScenarioLimits.diagnostics, !all.contains(diagnostic) else { return }
        all.append(diagnostic)
    }

    /// Runs `body`; its error is collected and nil returned.
    func attempt<Value>(_ body: () throws(Diagnostic) -> Value) -> Value? {
        do throws(Diagnostic) { return try body() } catch {
            add(error)
            return nil
        }
    }
}
