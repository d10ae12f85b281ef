import Foundation
import ScenarioKit

/// A browser without a window: what a page is once its script ran, and what its console said.
struct Browser {
    /// A page as it was after its script.
    struct Seen {
        let document: String
        /// Errors, warnings and whatever else was written to the console, a line each.
        let console: [String]
    }

    /// The program, or nil when this machine has none.
    static let program = ["chromium", "chromium-browser", "google-chrome"]
        .flatMap { name in ["/usr/bin/\(name)", "/usr/local/bin/\(name)"] }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    /// The folder of its profile; nothing of the caller's is used.
    let home: String

    /// Opens a file, at a place of it when one is named, as wide as a desk or a phone.
    func open(_ file: String, at place: String = "", width: Int = 1400) async throws -> Seen {
        let browser = ScenarioKit.GitProgram(
            path: Self.program ?? "",
            environment: ["HOME": home, "PATH": "/usr/bin:/bin", "TMPDIR": home])
        let answer = try await browser.run(
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--user-data-dir=\(home)/profile", "--window-size=\(width),1200",
                "--enable-logging=stderr", "--dump-dom", "file://\(file)\(place)",
            ], in: home)
        let said = answer.error.split(separator: "\n").filter { $0.contains(":CONSOLE:") }
        return Seen(document: answer.output, console: said.map(String.init))
    }
}
