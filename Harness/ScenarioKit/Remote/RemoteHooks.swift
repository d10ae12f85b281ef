import Foundation

/// The hooks of a remote: they keep its journal, hold pushes at gates, decline them, and run what
/// the scenario itself declared. Pushes of steps pass them freely.
package struct RemoteHooks: Sendable {
    /// The folder where gates are armed.
    package let gates: String
    private let journal: String
    private let declined: String
    private let met: String

    /// The hooks of the repository at `path`.
    init(of path: String, journal: String) {
        gates = "\(path)/scenario-gates"
        declined = "\(path)/scenario-declined"
        met = "\(path)/scenario-met"
        self.journal = journal
    }

    /// Writes every hook, the scenario's own ones behind ours.
    func install(in path: String, own: [String: String]) throws {
        try FileManager.default.createDirectory(
            atPath: gates, withIntermediateDirectories: true)
        for name in Set(own.keys).union(["pre-receive", "update", "post-receive"]) {
            let hook = "\(path)/hooks/\(name)"
            try Self.write(script(name, next: own[name].map { _ in "\(hook).scenario" }), to: hook)
            if let text = own[name] { try Self.write(text, to: "\(hook).scenario") }
        }
    }

    /// Makes the gates of a hook effective. What is held at `post-receive` has moved its refs and
    /// has not said so yet; git runs the hook of that name only after its report.
    func arm(_ hook: GateVerb.Hook) throws {
        guard hook == .postReceive else { return }
        let script = """
            #!/bin/sh
            # Holds a push whose refs have moved.
            [ "$1" = committed ] && [ "${SCENARIO_PUSHER:-server}" = server ] || exit 0
            grep -q ' refs/heads/' || exit 0
            \(Self.waiting(hook.rawValue, gates))
            exit 0

            """
        let hooks = (gates as NSString).deletingLastPathComponent + "/hooks"
        try Self.write(script, to: "\(hooks)/reference-transaction")
    }

    /// From now on pushes are declined with these words, by the fault's id.
    func decline(_ words: String, id: String) throws {
        for folder in [declined, met] {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        }
        try? FileManager.default.removeItem(atPath: "\(met)/\(id)")
        try (words + "\n").write(toFile: "\(declined)/\(id)", atomically: true, encoding: .utf8)
    }

    /// Whether somebody was declined by this fault.
    func hasMet(_ id: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(met)/\(id)")
    }

    /// Ends one declining, or all.
    func heal(_ id: String?) {
        try? FileManager.default.removeItem(atPath: id.map { "\(declined)/\($0)" } ?? declined)
    }

    private func script(_ name: String, next: String?) -> String {
        let special =
            switch name {
            case "pre-receive":
                """
                for words in '\(declined)'/*; do
                    [ -e "$words" ] || continue
                    : >'\(met)'/"${words##*/}"
                    /bin/cat "$words" >&2
                    exit 1
                done

                """
            case "update":
                // A ref that is refused does not move.
                (next.map { "'\($0)' \"$@\" || exit 1\n" } ?? "") + """
                    printf '%s\\n' "$pusher $1 $2 $3" >>'\(journal)'

                    """
            default: ""
            }
        let rest = name == "update" ? nil : next
        return """
            #!/bin/sh
            # Holds, declines and notes what is pushed.
            pusher=${SCENARIO_PUSHER:-server}
            if [ "$pusher" = server ]; then
            \(name == "post-receive" ? ":" : Self.waiting(name, gates))
            \(name == "pre-receive" ? special : ":")
            fi
            \(name == "update" ? special : ":")
            \(rest.map { "exec '\($0)' \"$@\"" } ?? "exit 0")

            """
    }

    /// Waits at gates for this hook; `drop` is the end of the receiving process.
    private static func waiting(_ hook: String, _ gates: String) -> String {
        """
        for gate in '\(gates)'/*.armed; do
            [ -e "$gate" ] || continue
            read -r wanted nth <"$gate" || continue
            [ "$wanted" = '\(hook)' ] || continue
            base=${gate%.armed}
            turn=1
            while ! /bin/mkdir "$base.turn$turn" 2>/dev/null; do turn=$((turn + 1)); done
            [ "$turn" -eq "$nth" ] || continue
            printf '%s\\n' "$$" >"$base.held"
            while [ ! -e "$base.release" ] && [ -d '\(gates)' ]; do /bin/sleep 0.02; done
            way=drop
            [ -e "$base.release" ] && read -r way <"$base.release"
            case $way in
            fail) exit 1 ;;
            drop) kill -KILL "$PPID"; exit 1 ;;
            esac
        done
        """
    }

    private static func write(_ script: String, to path: String) throws {
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
}
