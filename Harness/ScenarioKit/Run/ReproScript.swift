import Foundation

/// A shell script that plays a case again from wherever it is called.
package struct ReproScript: Sendable {
    let verdict: Verdict
    let context: RunContext?
    /// The server's program, or that of the wrong servers.
    let server: String
    /// The folder that paths of scenarios are relative to.
    let folder: String

    /// From the scenario's own file where it still is, else from the text that was kept beside the
    /// script. `SCENARIOS` names another runner than the one that stands beside the server.
    package var text: String {
        let runner = (server as NSString).deletingLastPathComponent + "/scenarios"
        let words = verdict.again(context).split(separator: " ").dropFirst()
        let name = verdict.id.prefix { $0 != "[" }
        let kept = "\"$here/again/\(name).yaml\""
        let options = ["--seed", "\(verdict.seed)"] + (context?.serverWords ?? [])
        let rest = options.joined(separator: " ")
        return """
            #!/bin/sh
            # Plays \(name) again, from wherever this is called; options are handed on.
            here=$(cd "$(dirname "$0")" && pwd)
            scenarios=${SCENARIOS:-\(Verdict.shell(runner))}
            [ -x "$scenarios" ] || scenarios=scenarios
            if cd \(Verdict.shell(folder)) 2>/dev/null && [ -f \(Verdict.shell(verdict.file)) ]; then
                exec "$scenarios" \(words.joined(separator: " ")) "$@"
            fi
            # The file is gone: this cell of it was kept.
            mkdir -p "$here/again" && cp "$here/scenario.yaml" \(kept) && cd "$here"
            exec "$scenarios" run \(kept) \(rest) "$@"

            """
    }
}
