import Foundation

/// Lets a person play a scenario step by step at the terminal.
package final class Stepper: Sendable {
    private let isEnded = Pending<Bool>()
    private let seen = EventCounter()

    /// Makes a stepper.
    ///
    /// - Throws: `HarnessError.unsupported` where nobody sits at a terminal.
    package init() throws(HarnessError) {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw .unsupported("--step needs a terminal")
        }
    }

    /// Shows what happened since the last stop and the step to come, and waits for Enter. `c` plays
    /// on without stopping.
    func stop(before step: Step, number: Int, events: EventLog, book: CommitBook) async {
        guard isEnded.current == nil else { return }
        for event in seen.fresh(in: events) {
            let time = FailureText.seconds(events.seconds(event))
            print("    +\(time) \(event.kind) \(book.describe(in: event.text))")
        }
        var reader = StepNarrator(number: number - 1)
        for line in reader.read([step], indent: "") { print(line) }
        print("Enter: next step, c: play on > ", terminator: "")
        fflush(nil)
        let answer = await Self.line()
        if answer == nil || answer == "c" { isEnded.resolve(true) }
    }

    /// One line of standard input, read on a thread of its own so that nothing else waits.
    private static func line() async -> String? {
        let line = Pending<String?>()
        let thread = Thread { line.resolve(readLine()) }
        thread.name = "standard input"
        thread.start()
        return await line.value()
    }
}
